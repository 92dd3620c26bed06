import { Injectable } from '@nestjs/common';
import type { RenderedJson } from '../../../../http/responses/rendered-json.js';
import type { Caller } from '../../auth/caller.js';
import { toPageRequest } from '../../pagination/page.js';
import type { StreamedPage } from '../../pagination/streamed-page.js';
import { renderPage } from '../../pagination/rendered-page.js';
import { toOrderBy, toSortSteps } from '../../pagination/sort.js';
import { defaultOrganisationSort, organisationSort } from '../organisation.fields.js';
import { ConsistentReads } from '../consistent-reads.js';
import { toOrganisationFilter } from '../organisation-filter.js';
import type { OrganisationFilter } from '../organisation-visibility.js';
import type { OrganisationsQuery } from '../organisations-query.dto.js';
import { LargePages } from './large-pages.service.js';
import { type FoundPage, OrganisationPagesRepository } from './organisation-pages.repository.js';
import { PageCache, type VersionedPage } from './page-cache.js';
import type { ListRequest } from './page-plan.js';
import { RenderedOrganisations } from './rendered-organisations.js';

/**
 * Reads the directory page by page: finds the organisations on a page, then renders them. The page is exact for one moment
 * after the request arrived.
 */
@Injectable()
export class OrganisationListingService {
  constructor(
    private readonly cache: PageCache,
    private readonly reads: ConsistentReads,
    private readonly pages: OrganisationPagesRepository,
    private readonly rendered: RenderedOrganisations,
    private readonly largePages: LargePages,
  ) {}

  /**
   * @param target the request target, for the page's links
   * @throws Forbidden if a user's displayMine is somebody else's address
   */
  async list(target: string, query: OrganisationsQuery, caller: Caller): Promise<RenderedJson> {
    const filter = toOrganisationFilter(query, caller);
    // A cached page needs no more of the request than its key.
    return this.cache.read(keyOf(target, caller), (requiredVersion) =>
      this.make(target, toListRequest(query, filter, caller), requiredVersion),
    );
  }

  /**
   * Opens a page of more than 1,000 organisations, which is read while the client takes it.
   * @param isRead whether a page with this tag is read
   * @throws as `list`, and Overloaded if too many such pages are open
   */
  async open(
    target: string,
    query: OrganisationsQuery,
    caller: Caller,
    isRead: (entityTag: string) => boolean,
  ): Promise<StreamedPage> {
    const request = toListRequest(query, toOrganisationFilter(query, caller), caller);
    return this.largePages.open({ ...request, target, key: keyOf(target, caller) }, isRead);
  }

  private async make(
    target: string,
    request: ListRequest,
    requiredVersion: string | null,
  ): Promise<VersionedPage> {
    const { found, renderedJson } = await this.read(request, requiredVersion);
    const slice = { rows: renderedJson, totalSize: found.totalSize };
    const page = renderPage(target, slice, request.page, toOrderBy(request.order));
    return { version: found.version, page };
  }

  private async read(
    request: ListRequest,
    requiredVersion: string | null,
  ): Promise<{ found: FoundPage; renderedJson: string[] }> {
    // The next attempt must see the change that made this one fail, on a replica too.
    for (let version = requiredVersion; ; version = await this.reads.requiredVersion()) {
      const found = await this.reads.read(version, (source) => this.pages.find(request, source));
      const renderedJson = await this.rendered.render(found, request.visibility.flagClearance);
      if (renderedJson !== null) return { found, renderedJson };
    }
  }
}

/** Returns a key of the facts of a caller that decide the response at a target. */
function keyOf(target: string, caller: Caller): string {
  return `${caller.readsAll ? '' : (caller.userEmail ?? '')} ${caller.flagClearance} ${target}`;
}

function toListRequest(query: OrganisationsQuery, filter: OrganisationFilter, caller: Caller): ListRequest {
  return {
    filter,
    visibility: caller,
    order: toSortSteps(query.sort ?? defaultOrganisationSort, organisationSort),
    page: toPageRequest(query),
  };
}
