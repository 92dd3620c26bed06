import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { completeView, type HistoryView } from '../history/history.mapper.js';
import { toChangeResponse } from './change.mapper.js';
import { ChangeLogRepository } from './change-log.repository.js';
import type { ChangesRequest } from './changes-request.js';
import type { ChangeResponse } from './changes.response.dto.js';
import type { LoggedEntry } from './logged-entry.js';
import { type Place, placeIn } from './place.js';
import { type SharedPage, SharedPages } from './shared-pages.js';

/** The entries that a reader may see, and the place to go on from. */
export interface Changes {
  readonly changes: readonly ChangeResponse[];
  readonly next: Place;
  /** True if there were entries after `next`. */
  readonly hasMore: boolean;
  /** The end of the log. */
  readonly newest: Place;
}

/** Reads the log for feed, stream and webhooks. Rights and clearance are those of the histories. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly pages: SharedPages,
    private readonly log: ChangeLogRepository,
  ) {}

  /** @throws Gone for a place of another log, DatabaseUnreachable, DatabaseTimeout */
  async read({ after, limit, afterName = 'after' }: ChangesRequest, caller: Caller): Promise<Changes> {
    const page = await this.pages.read(after.position, limit);
    const { newest, entries } = page;
    const from = placeIn(newest.log, after, afterName);
    const last = entries.at(-1)?.position ?? from.position;
    return {
      changes: await this.visibleTo(caller, page),
      next: { log: newest.log, position: last },
      hasMore: last < newest.position,
      newest,
    };
  }

  private async visibleTo(caller: Caller, page: SharedPage): Promise<ChangeResponse[]> {
    const viewOf = await this.views(caller, page);
    return page.entries.flatMap((entry) => {
      const view = viewOf(entry);
      const change = view === null ? null : toChangeResponse(entry, view);
      return change === null ? [] : [change];
    });
  }

  /** Returns a function of the caller's view of an entry; null where the caller may not read the history. */
  private async views(
    caller: Caller,
    { entries, accessLevels }: SharedPage,
  ): Promise<(entry: LoggedEntry) => HistoryView | null> {
    if (caller.isOperator) return () => completeView;
    const ofOrganisations = entries.filter(({ owner }) => owner === 'organisation');
    const administered = await this.administeredBy(caller, ofOrganisations);
    const hidden = [...accessLevels].filter(([, level]) => level > caller.flagClearance);
    const hiddenFlagIds = new Set(hidden.map(([flagId]) => flagId));
    return ({ owner, ownerId }) => {
      const showsUsers = administered.has(ownerId);
      // Histories of flags are for operators.
      if (owner === 'flag' || !(caller.readsAll || showsUsers)) return null;
      return { showsUsers, hiddenFlagIds };
    };
  }

  private async administeredBy(
    { userEmail }: Caller,
    entries: readonly LoggedEntry[],
  ): Promise<ReadonlySet<string>> {
    if (userEmail === null) return new Set();
    return this.log.administeredBy(userEmail, [...new Set(entries.map(({ ownerId }) => ownerId))]);
  }
}
