import type { Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Overloaded } from '../../../http/errors/problem.js';
import type { ParkableResponse } from '../../../http/overload/parked-response.js';
import type { Caller } from '../auth/caller.js';
import { ChangeWaiters, WaiterCount } from './change-waiters.js';
import type { ChangesRequest } from './changes-request.js';
import { type Changes, ChangesService } from './changes.service.js';
import { EventStream } from './event-stream.js';
import type { Place } from './place.js';

const limits = { total: 1_000, perClient: 50 };
const retryAfterSeconds = 5;
/** A reader of the end of the log that is further behind is ended; it resumes as fast as it reads. */
const maxUnsentBytes = 1_048_576;
/** A reader of earlier entries that takes nothing for this long is ended. */
const stallMs = 30_000;
/** For a token whose issuer does not say when it expires. */
const defaultLifetimeMs = 5 * 60_000;
const tickMs = 1_000;
const hourMs = 3_600_000;

/** A stream that has begun. */
export interface BegunStream {
  readonly events: Readable;
  readonly newest: Place;
}

/** Sends the log as Server-Sent Events, entry by entry as they get their positions. */
@Injectable()
export class ChangeStreams implements OnModuleDestroy {
  private readonly logger = new Logger('ChangeLog');
  private readonly count = new WaiterCount(limits);
  private readonly open = new Set<EventStream>();
  private readonly ticks: NodeJS.Timeout;

  constructor(
    private readonly changes: ChangesService,
    private readonly waiters: ChangeWaiters,
  ) {
    this.ticks = setInterval(() => {
      const now = Date.now();
      for (const stream of [...this.open]) stream.tick(now);
    }, tickMs);
    this.ticks.unref();
  }

  /** Ends all streams between two events. */
  onModuleDestroy(): void {
    clearInterval(this.ticks);
    for (const stream of [...this.open]) stream.finish();
  }

  /**
   * Begins a stream, whose first page is read before this returns.
   * @throws as `ChangesService.read`, and Overloaded above the limits of open streams
   */
  async begin(
    request: ChangesRequest,
    caller: Caller,
    expiresAtMs: number | null,
    response: ParkableResponse,
  ): Promise<BegunStream> {
    const leave = this.count.enter(caller);
    if (leave === null) throw tooMany();
    let first: Changes;
    try {
      first = await this.changes.read(request, caller);
    } catch (error) {
      leave();
      throw error;
    }
    const events = new EventStream(expiresAtMs ?? Date.now() + defaultLifetimeMs);
    this.open.add(events);
    events.once('close', () => {
      this.open.delete(events);
      leave();
    });
    response.park();
    const next = (page: Changes): Promise<Changes> =>
      this.changes.read({ ...request, after: page.next }, caller);
    void this.run(events, first, next, response).catch((error: unknown) => {
      // The client resumes, and then gets the error as a response.
      this.logger.warn(`a stream of changes ended: ${error instanceof Error ? error.name : 'unknown'}`);
      events.finish();
    });
    return { events, newest: first.newest };
  }

  private async run(
    events: EventStream,
    first: Changes,
    next: (page: Changes) => Promise<Changes>,
    response: ParkableResponse,
  ): Promise<void> {
    let hasCaughtUp = false;
    for (let page = first; !events.isOver; page = await next(page)) {
      events.sendPage(page);
      hasCaughtUp ||= !page.hasMore;
      const isTooSlow = hasCaughtUp ? events.unsentBytes > maxUnsentBytes : !(await events.drained(stallMs));
      if (isTooSlow) events.destroy();
      if (!page.hasMore) await this.growth(events, page.next, response);
    }
  }

  /** Waits for entries after a place, or the end of the stream. */
  private async growth(events: EventStream, place: Place, response: ParkableResponse): Promise<void> {
    while (!events.isOver && !(await this.waiters.growth(place, hourMs, response))) {
      if (response.isClosed || this.waiters.isStopping) events.finish();
    }
  }
}

function tooMany(): Overloaded {
  return new Overloaded(retryAfterSeconds, {
    sentence: `Too many streams are open: at most ${limits.perClient} of a client or of one of its users, and ${limits.total} of an instance. Close one, or use wait instead.`,
  });
}
