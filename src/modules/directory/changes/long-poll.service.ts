import { Injectable } from '@nestjs/common';
import type { ParkableResponse } from '../../../http/overload/parked-response.js';
import type { Caller } from '../auth/caller.js';
import { ChangeWaiters, WaiterCount } from './change-waiters.js';
import type { ChangesRequest } from './changes-request.js';
import { type Changes, ChangesService } from './changes.service.js';
import { LogWatch } from './log-watch.js';

const limits = { total: 1_000, perClient: 5 };

/** Holds empty pages at the end of the log back until there is something to show. */
@Injectable()
export class LongPollService {
  private readonly polls = new WaiterCount(limits);

  constructor(
    private readonly changes: ChangesService,
    private readonly waiters: ChangeWaiters,
    private readonly watch: LogWatch,
  ) {}

  /**
   * Reads as `ChangesService.read`, and waits if the page is empty and at the end of the log. A page beyond the limits of
   * waiting requests is returned at once.
   * @throws as `ChangesService.read`
   */
  async read(
    request: ChangesRequest,
    waitSeconds: number,
    caller: Caller,
    response: ParkableResponse,
  ): Promise<Changes> {
    if (waitSeconds === 0) return this.changes.read(request, caller);
    const deadline = performance.now() + waitSeconds * 1_000;
    const first = this.knownToBeEmpty(request) ?? (await this.changes.read(request, caller));
    const leave = isAtEnd(first) ? this.polls.enter(caller) : null;
    if (leave === null) return first;
    response.park();
    try {
      let page = first;
      while (
        isAtEnd(page) &&
        (await this.waiters.growth(page.next, deadline - performance.now(), response))
      ) {
        page = await this.changes.read({ ...request, after: page.next }, caller);
      }
      return page;
    } finally {
      leave();
      response.resume();
    }
  }

  /** Returns the empty page at the end of the log, or null where this instance knows of later entries or of no log. */
  private knownToBeEmpty({ after }: ChangesRequest): Changes | null {
    const newest = this.watch.current;
    const isOfLog = newest !== null && (after.log === null || after.log === newest.log);
    if (!isOfLog || after.position < newest.position) return null;
    return { changes: [], next: { log: newest.log, position: after.position }, hasMore: false, newest };
  }
}

function isAtEnd({ changes, hasMore }: Changes): boolean {
  return changes.length === 0 && !hasMore;
}
