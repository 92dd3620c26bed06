import { Injectable } from '@nestjs/common';
import { Forbidden } from '../../../http/errors/problem.js';
import type { Caller } from '../auth/caller.js';
import { type Listing, toPageRequest } from '../pagination/page.js';
import { toOrderBy, toSortSteps } from '../pagination/sort.js';
import { defaultOrganisationSort, organisationSort } from './organisation-sort.js';
import type { OrganisationsQuery } from './organisations-query.dto.js';
import { toOrganisationResponse } from './organisation.mapper.js';
import type { OrganisationResponse } from './organisation.response.dto.js';
import { OrganisationsRepository } from './organisations.repository.js';

/** Reads the directory page by page. */
@Injectable()
export class OrganisationListingService {
  constructor(private readonly organisations: OrganisationsRepository) {}

  /** @throws Forbidden for a user who asks for somebody else's organisations */
  async list(query: OrganisationsQuery, caller: Caller): Promise<Listing<OrganisationResponse>> {
    const relatedTo = query.displayMine?.toLowerCase() ?? null;
    if (relatedTo !== null && !caller.readsAll && relatedTo !== caller.userEmail) {
      throw new Forbidden('displayMine may name only your own email.');
    }
    const order = toSortSteps(query.sort ?? defaultOrganisationSort, organisationSort);
    const page = toPageRequest(query);
    const filter = { text: query.filterBy ?? null, onlyActive: query.hideInactive === 'true', relatedTo };
    const { rows, totalSize } = await this.organisations.listPage(filter, caller, order, page);
    return { slice: { rows: rows.map(toOrganisationResponse), totalSize }, page, orderBy: toOrderBy(order) };
  }
}
