import type { ChangeEntry, ChangesBatch, ChangesPage } from 'organisations-directory-client';
import { DirectoryError, LogReplacedError } from 'organisations-directory-client';
import { ChangeFeed, type FeedState, initialState } from './change-feed.ts';

const entry = (Position: number): ChangeEntry => ({ Position, OrganisationId: 'org-1' }) as ChangeEntry;
const upTo = (last: number, first = 1): ChangeEntry[] =>
  Array.from({ length: last - first + 1 }, (_, index) => entry(first + index));

/** Lets everything that waits for nothing run to its end. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A log that grows when a test says so. */
class FakeSource {
  log = 'log';
  last: number;
  readonly asked: string[] = [];
  readonly ends: AbortSignal[] = [];
  /** Of the next question for the newest place. */
  failure: Error | null = null;
  /** Ends the stream. */
  private broken: Error | null = null;
  private wake: () => void = () => undefined;
  private batch: ChangesBatch | null = null;
  onRetry: (error: unknown) => void = () => undefined;

  constructor(last: number) {
    this.last = last;
  }

  newest(): Promise<string> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return Promise.resolve(`${this.log}.${this.last}`);
  }

  page({ after = 0, limit = 100 }: { after?: string | number; limit?: number }): Promise<ChangesPage> {
    this.asked.push(`${after}+${limit}`);
    const start = Number(String(after).split('.')[1]);
    const end = Math.min(start + limit, this.last);
    return Promise.resolve({ changes: upTo(end, start + 1), next: `${this.log}.${end}`, hasMore: false });
  }

  async *batches({
    after,
    signal,
    onRetry,
  }: {
    after?: string | number;
    signal?: AbortSignal;
    onRetry?: (error: unknown) => void;
  } = {}): AsyncGenerator<ChangesBatch, void> {
    this.asked.push(`follow ${after ?? ''}`);
    if (signal !== undefined) this.ends.push(signal);
    this.onRetry = onRetry ?? this.onRetry;
    yield { changes: [], next: String(after), isNewest: true };
    for (;;) {
      await new Promise<void>((resolve, reject) => {
        this.wake = resolve;
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
      const broken = this.broken;
      this.broken = null;
      if (broken !== null) throw broken;
      if (this.batch !== null) yield this.batch;
    }
  }

  /** Makes this many changes, which arrive together. */
  async grow(count: number): Promise<void> {
    const changes = upTo(this.last + count, this.last + 1);
    this.last += count;
    this.batch = { changes, next: `${this.log}.${this.last}`, isNewest: true };
    this.wake();
    await settle();
  }

  async breakOff(error: Error): Promise<void> {
    this.broken = error;
    this.wake();
    await settle();
  }
}

function open(source: FakeSource, matches: (entry: ChangeEntry) => boolean = () => true) {
  const published: FeedState[] = [];
  const arrived: number[] = [];
  const feed = new ChangeFeed(source, {
    rows: 50,
    matches,
    publish: (state) => published.push(state),
    onArrival: (count) => arrived.push(count),
  });
  const now = (): FeedState => published.at(-1) ?? initialState;
  const positions = (): number[] => (now().window?.entries ?? []).map(({ Position }) => Position);
  return { feed, now, positions, arrived, published };
}

const error = (status: number) => new DirectoryError(status, ['No.'], 'id', new Headers());

describe('ChangeFeed', () => {
  it('shows the newest entries first, and new ones above them', async () => {
    const source = new FakeSource(500);
    const { feed, now, positions, arrived } = open(source);
    void feed.start();
    await settle();
    expect(positions()).toEqual(
      upTo(500, 401)
        .map(({ Position }) => Position)
        .toReversed(),
    );
    await source.grow(2);
    expect(positions().slice(0, 3)).toEqual([502, 501, 500]);
    expect(now()).toMatchObject({ status: 'live', isReadingBack: false, error: null });
    expect(arrived).toEqual([2]);
    feed.stop();
  });

  it('reads further back without a gap', async () => {
    const { feed, now, positions } = open(new FakeSource(500));
    void feed.start();
    await settle();
    await feed.older();
    expect(positions()).toEqual(
      upTo(500, 301)
        .map(({ Position }) => Position)
        .toReversed(),
    );
    expect(now().window?.from).toBe(300);
    feed.stop();
  });

  it('keeps a limited number of entries in a burst, and reads back from the last of them', async () => {
    const source = new FakeSource(500);
    const { feed, now, positions } = open(source);
    void feed.start();
    await settle();
    await source.grow(5_000);
    expect(positions()).toHaveLength(100);
    expect(now().window).toMatchObject({ from: 5_400, to: 5_500 });
    await feed.older();
    expect(positions()).toEqual(
      upTo(5_500, 5_301)
        .map(({ Position }) => Position)
        .toReversed(),
    );
    feed.stop();
  });

  it('counts only arrivals that match', async () => {
    const source = new FakeSource(0);
    const { feed, arrived, positions } = open(source, ({ Position }) => Position % 2 === 0);
    void feed.start();
    await settle();
    await source.grow(1);
    await source.grow(3);
    expect(arrived).toEqual([2]);
    expect(positions()).toEqual([4, 2]);
    feed.stop();
  });

  it('ends the connection in a pause, and then goes on without a gap', async () => {
    const source = new FakeSource(10);
    const { feed, now, positions } = open(source);
    void feed.start();
    await settle();
    feed.pause();
    expect(source.ends[0]?.aborted).toBe(true);
    await settle();
    expect(now().status).toBe('paused');
    source.last = 13;
    void feed.resume();
    await settle();
    expect(source.asked.at(-1)).toBe('follow log.10');
    expect(now().status).toBe('live');
    expect(positions()[0]).toBe(10);
    feed.stop();
  });

  it('begins at the end of the log after a pause in which much has changed', async () => {
    const source = new FakeSource(10);
    const { feed, now, positions } = open(source);
    void feed.start();
    await settle();
    feed.pause();
    source.last = 50_000;
    void feed.resume();
    await settle();
    expect(positions()[0]).toBe(50_000);
    expect(now().window?.from).toBe(49_900);
    feed.stop();
  });

  it('says that it waits, and that it is live again', async () => {
    const source = new FakeSource(1);
    const { feed, now } = open(source);
    void feed.start();
    await settle();
    source.onRetry(new Error('gone'));
    expect(now().status).toBe('waiting');
    await source.grow(1);
    expect(now().status).toBe('live');
    feed.stop();
  });

  it('begins anew with another log', async () => {
    const source = new FakeSource(10);
    const { feed, now } = open(source);
    void feed.start();
    await settle();
    source.log = 'other';
    await source.breakOff(new LogReplacedError(410, ['Another log.'], 'id', new Headers()));
    expect(now()).toMatchObject({ status: 'live', window: { log: 'other', to: 10 } });
    feed.stop();
  });

  it('shows an error that does not pass, and starts again when asked to', async () => {
    const source = new FakeSource(10);
    const { feed, now, positions } = open(source);
    source.failure = error(403);
    void feed.start();
    await settle();
    expect(now()).toMatchObject({ status: 'failed', error: source.failure });
    source.failure = null;
    void feed.resume();
    await settle();
    expect(now()).toMatchObject({ status: 'live', error: null });
    expect(positions()).toHaveLength(10);
    feed.stop();
  });

  it('publishes nothing after its end', async () => {
    const source = new FakeSource(10);
    const { feed, published } = open(source);
    void feed.start();
    await settle();
    const { length } = published;
    feed.stop();
    await settle();
    expect(source.ends[0]?.aborted).toBe(true);
    expect(published).toHaveLength(length);
  });
});
