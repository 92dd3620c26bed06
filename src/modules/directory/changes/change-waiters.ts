import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ParkableResponse } from '../../../http/overload/parked-response.js';
import type { Caller } from '../auth/caller.js';
import { LogWatch } from './log-watch.js';
import type { Place } from './place.js';

/** Max waiting requests of this instance, and of each client without a user and each user of a client. */
export interface WaiterLimits {
  readonly total: number;
  readonly perClient: number;
}

/** Counts the requests that wait, in total and by client and user: the users of one website do not take places from each other. */
export class WaiterCount {
  private total = 0;
  private readonly byCaller = new Map<string, number>();

  constructor(private readonly limits: WaiterLimits) {}

  /** Counts a request of a caller. Returns a function that ends this, or null above a limit. */
  enter({ clientId, userEmail }: Pick<Caller, 'clientId' | 'userEmail'>): (() => void) | null {
    const key = JSON.stringify([clientId, userEmail]);
    const own = this.byCaller.get(key) ?? 0;
    if (this.total >= this.limits.total || own >= this.limits.perClient) return null;
    this.total += 1;
    this.byCaller.set(key, own + 1);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.total -= 1;
      const left = (this.byCaller.get(key) ?? 1) - 1;
      if (left === 0) this.byCaller.delete(key);
      else this.byCaller.set(key, left);
    };
  }
}

/** Lets requests wait for the growth of the log, without a query. */
@Injectable()
export class ChangeWaiters implements OnModuleDestroy {
  private readonly waiting = new Set<() => void>();
  private hasStopped = false;

  constructor(private readonly watch: LogWatch) {}

  /** Ends all waits, so that the service can stop. */
  onModuleDestroy(): void {
    this.hasStopped = true;
    for (const end of [...this.waiting]) end();
  }

  get isStopping(): boolean {
    return this.hasStopped;
  }

  /**
   * Resolves with true when the log has grown beyond a place or another log begins; with false when the time is over, the
   * connection is closed or the service stops.
   */
  growth(beyond: Place, timeoutMs: number, response: ParkableResponse): Promise<boolean> {
    const { current } = this.watch;
    if (current?.log === beyond.log && current.position > beyond.position) return Promise.resolve(true);
    if (timeoutMs <= 0 || response.isClosed || this.hasStopped) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (hasGrown: boolean): void => {
        clearTimeout(timer);
        stopListening();
        stopWatching();
        this.waiting.delete(end);
        resolve(hasGrown);
      };
      const end = (): void => {
        settle(false);
      };
      const timer = setTimeout(end, timeoutMs);
      const stopListening = response.onClose(end);
      const stopWatching = this.watch.onGrowth((newest) => {
        if (newest.log !== beyond.log || newest.position > beyond.position) settle(true);
      });
      this.waiting.add(end);
    });
  }
}
