import { Injectable } from '@nestjs/common';
import { Forbidden } from '../../../../http/errors/problem.js';
import type { Caller } from '../../auth/caller.js';
import { toPageRequest } from '../../pagination/page.js';
import { renderPage, type RenderedPage } from '../../pagination/rendered-page.js';
import { toOrderBy, toSortSteps } from '../../pagination/sort.js';
import { defaultOrganisationSort, organisationSort } from '../organisation.fields.js';
import { ConsistentReads } from '../consistent-reads.js';
import type { OrganisationsQuery } from '../organisations-query.dto.js';
import { DirectoryVersion } from './directory-version.js';
import { type FoundPage, OrganisationPagesRepository } from './organisation-pages.repository.js';
import { PageCache, type VersionedPage } from './page-cache.js';
import type { PageQuestion } from './page-plan.js';
import { RenderedOrganisations } from './rendered-organisations.js';

/**
 * Reads the directory page by page: finds which organisations are on a page, then takes their texts. Both are exact for
 * one moment after the request came in.
 */
@Injectable()
export class OrganisationListingService {
  constructor(
    private readonly version: DirectoryVersion,
    private readonly cache: PageCache,
    private readonly reads: ConsistentReads,
    private readonly pages: OrganisationPagesRepository,
    private readonly rendered: RenderedOrganisations,
  ) {}

  /**
   * @param target the request target, which the links of the page are made from
   * @throws Forbidden for a user who asks for somebody else's organisations
   */
  async list(target: string, query: OrganisationsQuery, caller: Caller): Promise<RenderedPage> {
    const relatedTo = relatedUser(query, caller);
    const key = `${caller.readsAll ? '' : (caller.userEmail ?? '')} ${caller.flagClearance} ${target}`;
    const required = this.cache.isOn ? await this.version.current() : await this.reads.requiredVersion();
    const make = (): Promise<VersionedPage> =>
      this.make(target, toQuestion(query, relatedTo, caller), required);
    if (!this.cache.isOn || required === null) return (await make()).page;
    return this.cache.page(key, required, make);
  }

  private async make(
    target: string,
    question: PageQuestion,
    required: string | null,
  ): Promise<VersionedPage> {
    const { found, texts } = await this.read(question, required);
    const slice = { rows: texts, totalSize: found.totalSize };
    const page = renderPage(target, slice, question.page, toOrderBy(question.order));
    return { version: found.version, page };
  }

  private async read(
    question: PageQuestion,
    required: string | null,
  ): Promise<{ found: FoundPage; texts: string[] }> {
    // What has changed since the page was found must be seen when it is found again, by a replica too.
    for (let floor = required; ; floor = await this.reads.requiredVersion()) {
      const found = await this.reads.read(floor, (source) => this.pages.find(question, source));
      const texts = await this.rendered.render(found, question.visibility.flagClearance);
      if (texts !== null) return { found, texts };
    }
  }
}

/** The lower-case address that `displayMine` names, or null. */
function relatedUser(query: OrganisationsQuery, caller: Caller): string | null {
  const relatedTo = query.displayMine?.toLowerCase() ?? null;
  if (relatedTo !== null && !caller.readsAll && relatedTo !== caller.userEmail) {
    throw new Forbidden('displayMine may name only your own email.');
  }
  return relatedTo;
}

function toQuestion(query: OrganisationsQuery, relatedTo: string | null, caller: Caller): PageQuestion {
  return {
    filter: { text: query.filterBy ?? null, onlyActive: query.hideInactive === 'true', relatedTo },
    visibility: caller,
    order: toSortSteps(query.sort ?? defaultOrganisationSort, organisationSort),
    page: toPageRequest(query),
  };
}
