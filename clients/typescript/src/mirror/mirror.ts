import type { ChangesBatch } from '../changes/changes.js';
import { isTransient, LogReplacedError } from '../errors.js';
import { backOff, sleep } from '../http/waiting.js';
import { Follower } from './follower.js';
import {
  type MirrorEvent,
  type MirrorOptions,
  type SnapshotReason,
  warnOfSnapshot,
} from './mirror-events.js';
import type { MirrorState, MirrorStore } from './mirror-store.js';
import type { MirrorSources } from './mirror-sources.js';
import { takeSnapshot } from './snapshot.js';

/** Keeps a full copy of the directory: a snapshot, then every change. */
export class Mirror {
  private readonly notify: (event: MirrorEvent) => void;
  private readonly signal: AbortSignal | undefined;
  private readonly checkMs: number;

  constructor(
    private readonly sources: MirrorSources,
    private readonly store: MirrorStore,
    options: MirrorOptions,
  ) {
    this.notify = options.onEvent ?? warnOfSnapshot;
    this.signal = options.signal;
    this.checkMs = (options.checkSeconds ?? 60) * 1_000;
  }

  /** Runs until the signal is aborted. @throws ChainBrokenError, and errors that don't pass by themselves */
  async run(): Promise<never> {
    let reason: SnapshotReason | null = null;
    for (let failures = 0; ;) {
      try {
        const state = reason === null ? await this.store.readState() : null;
        const place = state ?? (await this.snapshot(reason ?? 'the store is empty'));
        failures = 0;
        reason = await this.follow(place);
      } catch (error) {
        if (this.signal?.aborted === true) throw error;
        if (error instanceof LogReplacedError) {
          reason = 'the directory has another log';
          continue;
        }
        if (!isTransient(error)) throw error;
        this.notify({ type: 'retry', error });
        failures += 1;
        await sleep(backOff(failures), this.signal);
      }
    }
  }

  private async snapshot(reason: SnapshotReason): Promise<MirrorState> {
    this.notify({ type: 'snapshot', reason });
    return takeSnapshot(this.sources, this.store, this.signal);
  }

  /** Applies changes until a snapshot is needed, and returns its reason. */
  private async follow(state: MirrorState): Promise<SnapshotReason> {
    const end = new AbortController();
    const signal = this.signal === undefined ? end.signal : AbortSignal.any([this.signal, end.signal]);
    const follower = new Follower(this.sources, this.store, state, this.notify, signal);
    if (await follower.refreshFlags()) return 'a flag became visible';
    const onRetry = (error: unknown): void => {
      this.notify({ type: 'retry', error });
    };
    const batches = this.sources.changes.batches({ after: state.place, signal, onRetry });
    let next = batches.next();
    // The copy is checked as soon as it is current, and then from time to time.
    let checkAt = 0;
    try {
      for (;;) {
        const batch = await this.orTime(next);
        const isDue = batch?.isNewest !== false && Date.now() >= checkAt;
        if (await needsSnapshot(follower, batch, isDue)) return 'a flag became visible';
        if (isDue) checkAt = Date.now() + this.checkMs;
        if (batch !== null) next = batches.next();
      }
    } finally {
      end.abort();
      await next.catch(() => undefined);
    }
  }

  /** Returns the batch, or null if none arrives until the next check is due. */
  private async orTime(next: Promise<IteratorResult<ChangesBatch, void>>): Promise<ChangesBatch | null> {
    const timer = new AbortController();
    const time = sleep(this.checkMs, timer.signal).then(
      () => null,
      () => null,
    );
    try {
      const result = await Promise.race([next, time]);
      if (result === null) return null;
      if (result.done === true) throw new Error('The feed of changes ended.');
      return result.value;
    } finally {
      timer.abort();
    }
  }
}

/** Applies a batch, then looks at flags and checkpoint if that is due; true if only a snapshot helps. */
async function needsSnapshot(
  follower: Follower,
  batch: ChangesBatch | null,
  isCheckDue: boolean,
): Promise<boolean> {
  if (batch !== null && (await follower.apply(batch))) return true;
  return isCheckDue && follower.check();
}
