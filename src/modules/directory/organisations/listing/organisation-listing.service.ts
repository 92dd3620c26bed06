import { asciiLowerCase } from '../../../../fields/ascii-lower-case.js';
import { Injectable } from '@nestjs/common';
import { Forbidden } from '../../../../http/errors/problem.js';
import type { Caller } from '../../auth/caller.js';
import { toPageRequest } from '../../pagination/page.js';
import type { StreamedPage } from '../../pagination/streamed-page.js';
import { renderPage, type RenderedPage } from '../../pagination/rendered-page.js';
import { toOrderBy, toSortSteps } from '../../pagination/sort.js';
import { defaultOrganisationSort, organisationSort } from '../organisation.fields.js';
import { ConsistentReads } from '../consistent-reads.js';
import type { OrganisationsQuery } from '../organisations-query.dto.js';
import { LargePages } from './large-pages.service.js';
import { DirectoryVersion } from './directory-version.js';
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
    private readonly version: DirectoryVersion,
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
  async list(target: string, query: OrganisationsQuery, caller: Caller): Promise<RenderedPage> {
    const relatedTo = relatedUser(query, caller);
    const key = keyOf(target, caller);
    const requiredVersion = this.cache.isOn
      ? await this.version.current()
      : await this.reads.requiredVersion();
    const make = (): Promise<VersionedPage> =>
      this.make(target, toListRequest(query, relatedTo, caller), requiredVersion);
    if (!this.cache.isOn || requiredVersion === null) return (await make()).page;
    return this.cache.page(key, requiredVersion, make);
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
    const listRequest = toListRequest(query, relatedUser(query, caller), caller);
    const request = { ...listRequest, target, key: keyOf(target, caller) };
    return this.largePages.open(request, isRead);
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

/** The address that `displayMine` names, or null. */
function relatedUser(query: OrganisationsQuery, caller: Caller): string | null {
  const relatedTo = query.displayMine === undefined ? null : asciiLowerCase(query.displayMine);
  if (relatedTo !== null && !caller.seesRelations && relatedTo !== caller.userEmail) {
    throw new Forbidden('displayMine may name only your own email. Send your own, or leave displayMine out.');
  }
  return relatedTo;
}

/** Returns a key of the facts of a caller that decide the response at a target. */
function keyOf(target: string, caller: Caller): string {
  return `${caller.readsAll ? '' : (caller.userEmail ?? '')} ${caller.flagClearance} ${target}`;
}

function toListRequest(query: OrganisationsQuery, relatedTo: string | null, caller: Caller): ListRequest {
  return {
    filter: {
      text: query.filterBy ?? null,
      onlyActive: query.hideInactive?.toLowerCase() === 'true',
      relatedTo,
    },
    visibility: caller,
    order: toSortSteps(query.sort ?? defaultOrganisationSort, organisationSort),
    page: toPageRequest(query),
  };
}
