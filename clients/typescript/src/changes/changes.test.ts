import { setTimeout as later } from 'node:timers/promises';
import { DirectoryError, LogReplacedError } from '../errors.js';
import { type Fetch, settingsOf } from '../http/options.js';
import { Transport } from '../http/transport.js';
import type { Change, ChangeEntry } from './change-entry.js';
import { Changes, type FollowOptions } from './changes.js';

const url = new URL('https://directory.example/organisations/changes');
const entry = (position: number): ChangeEntry =>
  ({ Position: position, OrganisationId: 'org-1' }) as ChangeEntry;
const text = (position: number): string =>
  `id: log.${position}\nevent: change\ndata: ${JSON.stringify(entry(position))}\n\n`;

interface Asked {
  readonly after: string | null;
  readonly lastEventId: string | null;
  readonly wait: string | null;
  readonly accept: string | null;
}

/** A directory whose log grows; streams and polls answer as told. */
class FakeDirectory {
  readonly asked: Asked[] = [];
  newest = 3;
  /** Answers a request for a stream; the default sends the rest of the log and ends. */
  stream: (after: number, signal: AbortSignal) => Response = (after) => this.streamOf([text(after + 1)]);
  failures: (Response | Error)[] = [];

  readonly fetch: Fetch = async (input, init) => {
    const { searchParams } = new URL(new Request(input).url);
    const headers = new Headers(init?.headers);
    this.asked.push({
      after: searchParams.get('after'),
      lastEventId: headers.get('last-event-id'),
      wait: searchParams.get('wait'),
      accept: headers.get('accept'),
    });
    await later(0);
    const failure = this.failures.shift();
    if (failure instanceof Error) throw failure;
    if (failure !== undefined) return failure;
    if (headers.get('accept') === 'text/event-stream')
      return this.stream(
        positionOf(headers.get('last-event-id')),
        init?.signal ?? new AbortController().signal,
      );
    return this.page(positionOf(searchParams.get('after')), searchParams.has('wait'));
  };

  streamOf(chunks: readonly string[]): Response {
    this.newest += 1;
    const body = new Blob([...chunks]).stream();
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  private page(after: number, waits: boolean): Response {
    if (waits) this.newest += 1;
    const changes = Array.from({ length: Math.min(this.newest - after, 2) }, (_, index) =>
      entry(after + index + 1),
    );
    const next = after + changes.length;
    return Response.json({ changes, next: `log.${next}`, hasMore: next < this.newest });
  }
}

const positionOf = (place: string | null): number => Number((place ?? '0').split('.').at(-1));

/** Follows until this many changes have come, and returns their places. */
async function follow(
  directory: FakeDirectory,
  count: number,
  options: FollowOptions = {},
): Promise<string[]> {
  const transport = new Transport(url, null, settingsOf({ fetch: directory.fetch, maxAttempts: 1 }), 0);
  const places: string[] = [];
  for await (const { place } of new Changes(transport, url).follow(options) as AsyncIterable<Change>) {
    places.push(place);
    if (places.length === count) break;
  }
  return places;
}

const upTo = (last: number, first = 1): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `log.${first + index}`);

describe('the feed of changes', () => {
  it('is read by pages first, then by a stream that names the last place', async () => {
    const directory = new FakeDirectory();
    expect(await follow(directory, 4)).toEqual(upTo(4));
    expect(directory.asked.map(({ after, lastEventId }) => after ?? lastEventId)).toEqual([
      '0',
      'log.2',
      'log.3',
    ]);
  });

  it('begins after the place that is given', async () => {
    expect(await follow(new FakeDirectory(), 2, { after: 'log.2' })).toEqual(upTo(4, 3));
  });

  it('resumes after the end of a stream, and yields each position once', async () => {
    const directory = new FakeDirectory();
    directory.stream = (after) => directory.streamOf([text(after), ': still here\n\n', text(after + 1)]);
    expect(await follow(directory, 6)).toEqual(upTo(6));
  });

  it('reads an event that arrives in pieces', async () => {
    const directory = new FakeDirectory();
    directory.stream = (after) => directory.streamOf([...text(after + 1)]);
    expect(await follow(directory, 4)).toEqual(upTo(4));
  });

  it('resumes after a connection that breaks off in the middle of an event', async () => {
    const directory = new FakeDirectory();
    let streams = 0;
    directory.stream = (after) => {
      streams += 1;
      if (streams > 1) return directory.streamOf([text(after + 1)]);
      directory.newest += 1;
      const parts = [text(after + 1), text(after + 2).slice(0, 20)];
      const body = new ReadableStream({
        pull(controller) {
          const part = parts.shift();
          if (part === undefined) controller.error(new TypeError('terminated'));
          else controller.enqueue(new TextEncoder().encode(part));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
    const errors: unknown[] = [];
    expect(await follow(directory, 5, { onRetry: (error) => errors.push(error) })).toEqual(upTo(5));
    expect(String(errors[0])).toContain('broke off');
  });

  it('uses long polls where streams do not work', async () => {
    const directory = new FakeDirectory();
    directory.stream = () => Response.json({ changes: [] });
    const errors: unknown[] = [];
    expect(await follow(directory, 6, { onRetry: (error) => errors.push(error) })).toEqual(upTo(6));
    expect(directory.asked.at(-1)).toMatchObject({ wait: '30', accept: 'application/json' });
    expect(errors.map(String)).toEqual(
      Array(2).fill('StreamUnavailableError: The answer is not a stream of events.'),
    );
  });

  it('uses long polls from the beginning where asked to', async () => {
    const directory = new FakeDirectory();
    expect(await follow(directory, 5, { by: 'poll' })).toEqual(upTo(5));
    expect(directory.asked.every(({ accept }) => accept === 'application/json')).toBe(true);
  });

  it('waits while the directory is overloaded or away', async () => {
    const directory = new FakeDirectory();
    directory.failures = [
      new TypeError('fetch failed'),
      new Response('', { status: 503, headers: { 'retry-after': '0' } }),
    ];
    const errors: unknown[] = [];
    expect(await follow(directory, 3, { onRetry: (error) => errors.push(error) })).toEqual(upTo(3));
    expect(errors).toHaveLength(2);
  });

  it.each([
    [410, LogReplacedError],
    [403, DirectoryError],
    [400, DirectoryError],
  ])('throws after %i', async (status, kind) => {
    const directory = new FakeDirectory();
    directory.failures = [Response.json({ errors: ['No.'] }, { status })];
    await expect(follow(directory, 1)).rejects.toBeInstanceOf(kind);
  });

  it('ends with the reason of the signal while a stream is silent', async () => {
    const directory = new FakeDirectory();
    const controller = new AbortController();
    directory.stream = (_, signal) => {
      const body = new ReadableStream({
        start(stream) {
          signal.addEventListener('abort', () => {
            stream.error(signal.reason);
          });
          controller.abort(new Error('enough'));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    };
    await expect(follow(directory, 9, { signal: controller.signal })).rejects.toThrow('enough');
  });
});
