import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { toOrganisationResponse } from '../organisation.mapper.js';
import { ConsistentReads } from '../consistent-reads.js';
import { OrganisationsRepository } from '../organisations.repository.js';
import type { FoundPage, RevisionKey } from './organisation-pages.repository.js';

/** An organisation as JSON text, and what it was made from. */
interface Rendered {
  readonly revision: number;
  readonly flagsVersion: string;
  readonly json: string;
}

/** What an entry takes beside its text, in characters: its key, its object, its place in the list. */
const entryOverhead = 300;

/**
 * Organisations as JSON text, kept from page to page. What a revision looks like never changes, so a text is good for as
 * long as pages name the revision that it was made from and no flag has changed. To read and render 25 organisations
 * with their flags anew takes several times what finding their page takes (docs/performance.md).
 */
@Injectable()
export class RenderedOrganisations {
  private readonly cache: LRUCache<string, Rendered>;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly organisations: OrganisationsRepository,
    private readonly reads: ConsistentReads,
  ) {
    this.cache = new LRUCache({
      maxSize: config.organisationCacheMb * 1_048_576,
      sizeCalculation: ({ json }) => json.length + entryOverhead,
    });
  }

  /**
   * The organisations of a page, in its order, with the flags up to `clearance`. Null where one of them has changed since
   * the page was found: the page must then be found again.
   */
  async render(page: FoundPage, clearance: number): Promise<string[] | null> {
    const texts = page.keys.map((key) => this.find(key, page.flagsVersion, clearance));
    const missing = page.keys.filter((_, index) => texts[index] === null);
    if (missing.length === 0) return texts as string[];
    const read = await this.read(missing, page, clearance);
    const complete = page.keys.flatMap((key, index) => texts[index] ?? read.get(key.organisationId) ?? []);
    return complete.length === page.keys.length ? complete : null;
  }

  private find(key: RevisionKey, flagsVersion: string, clearance: number): string | null {
    const known = this.cache.get(cacheKey(key.organisationId, clearance));
    return known?.revision === key.revision && known.flagsVersion === flagsVersion ? known.json : null;
  }

  /** Those of the keys that still are what the page found. */
  private async read(
    keys: readonly RevisionKey[],
    page: FoundPage,
    clearance: number,
  ): Promise<Map<string, string>> {
    const ids = keys.map((key) => key.organisationId);
    const wanted = new Map(keys.map((key) => [key.organisationId, key.revision]));
    const texts = new Map<string, string>();
    // Another replica than the one that found the page must be as far as that.
    const { organisations, flagsVersion } = await this.reads.read(page.version, (source) =>
      this.organisations.listVersions(ids, clearance, source),
    );
    for (const organisation of organisations) {
      const { organisationId, revision } = organisation;
      const json = JSON.stringify(toOrganisationResponse(organisation));
      this.cache.set(cacheKey(organisationId, clearance), { revision, flagsVersion, json });
      if (revision === wanted.get(organisationId) && flagsVersion === page.flagsVersion)
        texts.set(organisationId, json);
    }
    return texts;
  }
}

function cacheKey(organisationId: string, clearance: number): string {
  return `${clearance} ${organisationId}`;
}
