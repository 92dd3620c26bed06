import {
  type ChangeEntry,
  type ChangesBatch,
  type DirectoryClient,
  LogReplacedError,
  parsePlace,
  placeText,
} from 'organisations-directory-client';
import { type ChangeWindow, emptyWindow, withNewer, withOlder } from './change-window.ts';
import { readBack } from './read-back.ts';

export type FeedStatus = 'loading' | 'live' | 'waiting' | 'paused' | 'failed';

export interface FeedState {
  /** Null until the end of the log is known. */
  readonly window: ChangeWindow | null;
  /** `waiting`: the directory does not answer, and the feed tries again by itself. */
  readonly status: FeedStatus;
  readonly isReadingBack: boolean;
  /** Of a feed that has ended, or of the last attempt to read back. */
  readonly error: unknown;
}

export interface FeedOptions {
  readonly matches: (entry: ChangeEntry) => boolean;
  /** Entries that a step reads. */
  readonly rows: number;
  readonly publish: (state: FeedState) => void;
  /** Receives the entries of each part that was read, before the filter. */
  readonly onRead?: (entries: readonly ChangeEntry[], isNew: boolean) => void;
  /** Receives the number of new entries that match. */
  readonly onArrival?: (count: number) => void;
}

export const initialState: FeedState = { window: null, status: 'loading', isReadingBack: false, error: null };

/** Max entries on a page; more would make it slow, and nobody reads them. */
export const maxEntries = 1_000;
/** A feed that was paused for longer begins anew at the end of the log. */
const maxCatchUp = 1_000;

/** The end of the log, kept up to date. It can be paused, and can be read back. */
export class ChangeFeed {
  private state = initialState;
  private limit: number;
  private live = new AbortController();
  private reading = new AbortController();
  private hasEnded = false;

  constructor(
    private readonly source: Pick<DirectoryClient['feed'], 'page' | 'newest' | 'batches'>,
    private readonly options: FeedOptions,
  ) {
    this.limit = 2 * options.rows;
  }

  /** Reads the end of the log, then follows it until `pause` or `stop`. */
  async start(): Promise<void> {
    await this.run(async (signal) => {
      const end = parsePlace(await this.source.newest({ signal }));
      this.limit = 2 * this.options.rows;
      this.reading.abort();
      this.set({ window: emptyWindow(end), status: 'loading', isReadingBack: false, error: null });
      // The entries that are there and those to come are read at the same time.
      void this.older();
      await this.follow(signal);
    });
  }

  pause(): void {
    this.live.abort();
    this.set({ status: 'paused' });
  }

  async resume(): Promise<void> {
    await this.run(async (signal) => {
      this.set({ status: 'loading', error: null });
      const end = parsePlace(await this.source.newest({ signal }));
      const to = this.state.window?.to ?? 0;
      const isFar = end.log !== this.state.window?.log || end.position - to > maxCatchUp;
      if (isFar) throw new RestartNeeded();
      await this.follow(signal);
    });
  }

  /** Ends the feed for good. */
  stop(): void {
    this.hasEnded = true;
    this.live.abort();
    this.reading.abort();
  }

  /** Reads earlier entries, until enough match. */
  async older(): Promise<void> {
    const { window, isReadingBack } = this.state;
    if (window === null || isReadingBack) return;
    const { rows, matches, onRead } = this.options;
    this.limit = Math.min(maxEntries, window.entries.length + 2 * rows);
    this.set({ isReadingBack: true, error: null });
    const own = new AbortController();
    this.reading = own;
    try {
      const part = { log: window.log, from: window.from, wanted: rows, matches };
      let { from } = window;
      for await (const found of readBack((query) => this.source.page(query, { signal: own.signal }), part)) {
        const present = this.state.window;
        // A burst has dropped the entries that this part would follow.
        if (present?.from !== from) break;
        onRead?.(found.all, false);
        this.set({ window: withOlder(present, found.changes, found.from) });
        ({ from } = found);
      }
      this.set({ isReadingBack: false });
    } catch (error) {
      if (!own.signal.aborted) this.set({ isReadingBack: false, error });
    }
  }

  private async run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.live.abort();
    const own = new AbortController();
    this.live = own;
    try {
      await work(own.signal);
    } catch (error) {
      if (own.signal.aborted) return;
      if (error instanceof LogReplacedError || error instanceof RestartNeeded) await this.start();
      else this.set({ status: 'failed', error });
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { window } = this.state;
    if (window === null) return;
    const after = placeText({ log: window.log, position: window.to });
    const onRetry = (): void => {
      this.set({ status: 'waiting' });
    };
    for await (const batch of this.source.batches({ after, signal, onRetry })) this.take(batch);
  }

  private take({ changes, next }: ChangesBatch): void {
    const { window } = this.state;
    if (window === null) return;
    const { matches, onRead, onArrival } = this.options;
    const matching = changes.filter(matches);
    onRead?.(changes, true);
    const { position } = parsePlace(next);
    this.set({ window: withNewer(window, matching, position, this.limit), status: 'live' });
    if (matching.length > 0) onArrival?.(matching.length);
  }

  private set(change: Partial<FeedState>): void {
    this.state = { ...this.state, ...change };
    if (!this.hasEnded) this.options.publish(this.state);
  }
}

class RestartNeeded extends Error {}
