import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { Caller } from '../auth/caller.js';
import { flagNotFound } from '../flags/flag-not-found.js';
import { FlagsRepository } from '../flags/flags.repository.js';
import { OrganisationAccess } from '../organisations/organisation-access.js';
import { type Listing, type Order, toPageRequest } from '../pagination/page.js';
import type { PageQuery } from '../pagination/page-query.dto.js';
import { completeView, flagIdsIn, toHistoryEntryResponse } from './history.mapper.js';
import { HistoryRepository } from './history.repository.js';
import type { HistoryEntryResponse } from './history.response.dto.js';

const newestFirst: readonly Order[] = [{ property: 'Revision', direction: 'DESC', ignoreCase: false }];

/** Reads what happened to an organisation or a flag. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly database: Database,
    private readonly history: HistoryRepository,
    private readonly flags: FlagsRepository,
    private readonly access: OrganisationAccess,
  ) {}

  /** @throws NotFound for an organisation that the caller may not see */
  async list(
    organisationId: string,
    query: PageQuery,
    caller: Caller,
  ): Promise<Listing<HistoryEntryResponse>> {
    await this.access.checkVisible(organisationId, caller);
    const page = toPageRequest(query);
    const showsUsers = await this.access.mayManage(this.database, organisationId, caller);
    const { flagClearance } = caller;
    const reader = { showsUsers, flagClearance };
    const { rows, totalSize } = await this.history.listPage('organisation', organisationId, page, reader);
    const view = {
      showsUsers,
      hiddenFlagIds: new Set(await this.flags.listHiddenIds(flagIdsIn(rows), caller.flagClearance)),
    };
    // A flag can be hidden between the two reads.
    const entries = rows
      .map((entry) => toHistoryEntryResponse(entry, view))
      .filter((entry) => entry.Changes.length > 0);
    return { slice: { rows: entries, totalSize }, page, orderBy: newestFirst };
  }

  /**
   * Lists the changes of a flag. For operators, from whom nothing is hidden.
   * @throws NotFound for an unknown flag
   */
  async listOfFlag(flagId: string, query: PageQuery, caller: Caller): Promise<Listing<HistoryEntryResponse>> {
    if ((await this.flags.find(flagId, caller.flagClearance)) === null) throw flagNotFound();
    const page = toPageRequest(query);
    const { rows, totalSize } = await this.history.listPage('flag', flagId, page, {
      showsUsers: true,
      flagClearance: caller.flagClearance,
    });
    const entries = rows.map((entry) => toHistoryEntryResponse(entry, completeView));
    return { slice: { rows: entries, totalSize }, page, orderBy: newestFirst };
  }
}
