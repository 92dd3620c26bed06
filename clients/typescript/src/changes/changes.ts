import { DirectoryError, isTransient } from '../errors.js';
import type { Transport } from '../http/transport.js';
import { backOff, retryAfter, sleep } from '../http/waiting.js';
import type { CallOptions } from '../resources/calls.js';
import { type Change, type ChangeEntry, type ChangesPage, parsePlace, placeText } from './change-entry.js';
import { readStream, StreamUnavailableError } from './change-stream.js';
import { type ChangesQuery, ChangesReader } from './changes-reader.js';

export interface FollowOptions extends CallOptions {
  /** The place after the last entry that you have; 0, the default, is the beginning. */
  readonly after?: string | number;
  /** `stream` and `poll` use only one way; the default is the stream, and long polls while no stream works. */
  readonly by?: 'stream' | 'poll';
  /** Receives each failure that is waited for. */
  readonly onRetry?: (error: unknown) => void;
}

/** Changes that arrived together. */
export interface ChangesBatch {
  readonly changes: readonly ChangeEntry[];
  /** The place after them. */
  readonly next: string;
  /** False if the directory has more already. */
  readonly isNewest: boolean;
}

/** Consecutive streams without an event before long polls take their place. */
const maxStreamFailures = 2;
/** Long polls before the stream is tried again: half an hour if nothing changes. */
const pollsBeforeStream = 60;
const pageSize = 1_000;
const pollSeconds = 30;

/** The feed of changes of a directory. */
export class Changes {
  private readonly reader: ChangesReader;

  constructor(
    private readonly transport: Transport,
    url: URL,
  ) {
    this.reader = new ChangesReader(transport, url);
  }

  /**
   * Yields each change once, in order, for ever: first those that are there, then each as it is made. It waits while the
   * directory can't be reached or is overloaded.
   * @throws LogReplacedError if the directory has another log than `after`, DirectoryError if the caller may not read the
   * feed, TokenError if the client's credentials are refused
   */
  async *follow(options: FollowOptions = {}): AsyncGenerator<Change, void> {
    for await (const { changes, next } of this.batches(options)) {
      const { log } = parsePlace(next);
      for (const entry of changes) yield { place: placeText({ log, position: entry.Position }), entry };
    }
  }

  /** Yields the changes as they arrive together; a batch may be empty, and says whether there is more. */
  async *batches(options: FollowOptions = {}): AsyncGenerator<ChangesBatch, void> {
    const progress = new Progress(options.after ?? 0);
    for (let failures = 0; ; failures += 1) {
      const pause = shortestRound();
      try {
        for await (const batch of this.once(progress, options)) {
          failures = 0;
          yield batch;
        }
        failures = 0;
        await pause(options.signal);
      } catch (error) {
        if (options.signal?.aborted === true || !isTransient(error)) throw error;
        options.onRetry?.(error);
        await sleep(pauseAfter(error, failures + 1), options.signal);
      }
    }
  }

  /** Returns one page. */
  page(query: ChangesQuery = {}, options?: CallOptions): Promise<ChangesPage> {
    return this.reader.page(query, options);
  }

  /** Returns the newest place, `<Log>.<Position>`. */
  newest(options?: CallOptions): Promise<string> {
    return this.reader.newest(options);
  }

  /** Reads what is there by pages, then waits for more until the connection ends. */
  private async *once(progress: Progress, options: FollowOptions): AsyncGenerator<ChangesBatch, void> {
    for (let isNewest = false; !isNewest;) {
      const query = { after: progress.after, limit: pageSize };
      const batch = progress.accept(await this.reader.page(query, options));
      ({ isNewest } = batch);
      yield batch;
    }
    if (options.by === 'stream' || (options.by !== 'poll' && progress.streamFailures < maxStreamFailures))
      yield* this.stream(progress, options);
    else yield* this.poll(progress, options);
  }

  private async *stream(progress: Progress, options: FollowOptions): AsyncGenerator<ChangesBatch, void> {
    const after = String(progress.after);
    try {
      for await (const { id, entry } of readStream(this.transport, this.reader.url, after, options)) {
        progress.streamFailures = 0;
        yield progress.accept({ changes: [entry], next: id, hasMore: false });
      }
    } catch (error) {
      if (!(error instanceof StreamUnavailableError) || options.by === 'stream') throw error;
      progress.streamFailures += 1;
      options.onRetry?.(error);
    }
  }

  private async *poll(progress: Progress, options: FollowOptions): AsyncGenerator<ChangesBatch, void> {
    for (let count = 0; count < pollsBeforeStream || options.by === 'poll'; count += 1) {
      const query = { after: progress.after, limit: pageSize, wait: pollSeconds };
      const pause = shortestRound();
      const batch = progress.accept(await this.reader.page(query, options));
      // Above its limit of waiting requests, the directory answers an empty page at once.
      if (batch.changes.length === 0) await pause(options.signal);
      yield batch;
    }
    progress.streamFailures = maxStreamFailures - 1;
  }
}

/** The place of a follower. It drops the entries that it has accepted before. */
class Progress {
  streamFailures = 0;

  constructor(public after: string | number) {}

  accept({ changes, next, hasMore }: ChangesPage): ChangesBatch {
    const last = typeof this.after === 'number' ? this.after : parsePlace(this.after).position;
    this.after = next;
    return { changes: changes.filter(({ Position }) => Position > last), next, isNewest: !hasMore };
  }
}

/** Returns a function that waits until a second has passed since now, so that no answer makes a follower ask without end. */
function shortestRound(): (signal: AbortSignal | undefined) => Promise<void> {
  const startedAt = Date.now();
  return async (signal) => {
    const rest = 1_000 - (Date.now() - startedAt);
    if (rest > 0) await sleep(rest, signal);
  };
}

function pauseAfter(error: unknown, failures: number): number {
  const asked = error instanceof DirectoryError ? retryAfter(error.headers) : null;
  return Math.max(asked ?? 0, backOff(failures));
}
