import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { toOrganisationResponse } from '../organisation.mapper.js';
import { ConsistentReads } from '../consistent-reads.js';
import { OrganisationsRepository } from '../organisations.repository.js';
import type { FoundPage, VersionKey } from './organisation-pages.repository.js';

/** An organisation as JSON, with the versions of its row and of the flags that it shows. */
interface Rendered {
  readonly rowVersion: string;
  readonly flagsVersion: string;
  readonly json: string;
}

/** Characters of an entry besides its JSON. */
const entryOverhead = 300;

/**
 * LRU cache of organisations as JSON. Every change of an organisation writes a new version of its row, whoever makes it, so
 * an entry is valid while pages name its row version and no flag has changed. Reading and rendering 25 organisations takes several times as long as finding their page
 * (docs/operations/performance.md).
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
   * The organisations of a page as JSON, in its order, with the flags up to `clearance`. Null if one of them changed since
   * the page was found: find the page again.
   */
  async render(page: FoundPage, clearance: number): Promise<string[] | null> {
    const renderedJson = page.keys.map((key) => this.find(key, page.flagsVersion, clearance));
    const missing = page.keys.filter((_, index) => renderedJson[index] === null);
    if (missing.length === 0) return renderedJson as string[];
    const read = await this.read(missing, page, clearance);
    const complete = page.keys.flatMap(
      (key, index) => renderedJson[index] ?? read.get(key.organisationId) ?? [],
    );
    return complete.length === page.keys.length ? complete : null;
  }

  private find(key: VersionKey, flagsVersion: string, clearance: number): string | null {
    const known = this.cache.get(cacheKey(key.organisationId, clearance));
    return known?.rowVersion === key.rowVersion && known.flagsVersion === flagsVersion ? known.json : null;
  }

  /** JSON by OrganisationId, of the keys whose row is still the page's version. */
  private async read(
    keys: readonly VersionKey[],
    page: FoundPage,
    clearance: number,
  ): Promise<Map<string, string>> {
    const ids = keys.map((key) => key.organisationId);
    const wanted = new Map(keys.map((key) => [key.organisationId, key.rowVersion]));
    const renderedJson = new Map<string, string>();
    // A second replica may lag behind the one that found the page.
    const { organisations, flagsVersion } = await this.reads.read(page.version, (source) =>
      this.organisations.listVersions(ids, clearance, source),
    );
    for (const organisation of organisations) {
      const { organisationId, rowVersion } = organisation;
      const json = JSON.stringify(toOrganisationResponse(organisation));
      this.cache.set(cacheKey(organisationId, clearance), { rowVersion, flagsVersion, json });
      if (rowVersion === wanted.get(organisationId) && flagsVersion === page.flagsVersion)
        renderedJson.set(organisationId, json);
    }
    return renderedJson;
  }
}

function cacheKey(organisationId: string, clearance: number): string {
  return `${clearance} ${organisationId}`;
}
