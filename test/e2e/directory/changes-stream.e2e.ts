import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { ChangeLogRepository } from '../../../src/modules/directory/changes/change-log.repository.js';
import { ChangeStreams } from '../../../src/modules/directory/changes/change-streams.service.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import { passSeconds } from '../../support/clock.js';
import { admin, software, user } from '../../support/identities.js';
import { until } from '../../support/until.js';

interface StreamEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

/** A client that reads a stream of events, with a parser of its own. */
class EventReader {
  readonly events: StreamEvent[] = [];
  comments = 0;
  isOver = false;
  /** The text that is no whole event yet. */
  rest = '';

  constructor(
    readonly response: Response,
    private readonly leaving: AbortController,
  ) {
    void this.read();
  }

  async next(count: number): Promise<readonly StreamEvent[]> {
    return until(`${count} changes`, () => {
      const changes = this.events.filter(({ data }) => data !== undefined);
      return changes.length >= count ? changes : null;
    });
  }

  end(): Promise<true> {
    return until('the end of the stream', () => (this.isOver ? true : null));
  }

  leave(): void {
    this.leaving.abort();
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of (this.response.body ?? []) as AsyncIterable<Uint8Array>)
        this.take(decoder.decode(chunk, { stream: true }));
    } catch {
      // Left, or cut off.
    }
    this.isOver = true;
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^([a-z]*): ?([\s\S]*)$/.exec(line) ?? []);
      const event = Object.fromEntries(
        fields.flatMap(([, name = '', value = '']) => (name === '' ? [] : [[name, value]])),
      ) as StreamEvent;
      if (Object.keys(event).length === 0) this.comments += 1;
      else this.events.push(event);
    }
  }
}

const path = '/organisations/changes';

describe('GET /organisations/changes as a stream', () => {
  let service: TestApp;
  let readers: EventReader[];
  beforeEach(async () => {
    readers = [];
    service = await startApp({ MAX_CONCURRENT_REQUESTS: '2' });
  });
  afterEach(async () => {
    jest.useRealTimers();
    for (const reader of readers) reader.leave();
    await service.close();
  });

  const open = async (
    query = '',
    { identity = software, headers = {} }: { identity?: Identity; headers?: Record<string, string> } = {},
  ): Promise<EventReader> => {
    const leaving = new AbortController();
    const response = await fetch(`${service.origin}${path}${query}`, {
      headers: {
        authorization: `Bearer ${await service.issuer.token(identity)}`,
        accept: 'text/event-stream',
        ...headers,
      },
      signal: leaving.signal,
    });
    const reader = new EventReader(response, leaving);
    readers.push(reader);
    return reader;
  };
  const create = async (id: string): Promise<void> => {
    const { status, text } = await service
      .as(admin)
      .post('/organisations', { OrganisationId: id, ...anOrganisationBody() });
    if (status !== 201) throw new Error(text);
  };
  const positions = (events: readonly StreamEvent[]): number[] =>
    events.map(({ data }) => (JSON.parse(data ?? '{}') as { readonly Position: number }).Position);
  const openStreams = (count: number): Promise<true> =>
    until(`${count} open streams`, () => {
      const streams = Reflect.get(service.app.get<object>(ChangeStreams), 'open') as Set<unknown>;
      return streams.size === count ? true : null;
    });

  it('sends earlier entries, then each change as it is made, with its place as id', async () => {
    await create('a');
    const reader = await open();
    expect([reader.response.status, reader.response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    expect(reader.response.headers.get('cache-control')).toBe('no-store');
    await reader.next(1);
    await create('b');
    const events = await reader.next(2);
    expect(positions(events)).toEqual([1, 2]);
    const page = await service.as(software).get(path);
    const { changes, next } = page.body as { changes: unknown[]; next: string };
    expect(events.map(({ event, data }): unknown[] => [event, JSON.parse(data ?? '')])).toEqual(
      changes.map((change) => ['change', change]),
    );
    expect(events[1]?.id).toBe(next);
  });

  it('resumes after Last-Event-ID, which outweighs after, and after a page of hidden entries', async () => {
    await create('a');
    await create('b');
    const first = await open();
    const [event] = await first.next(2);
    const resumed = await open('?after=0', { headers: { 'last-event-id': event?.id ?? '' } });
    expect(positions(await resumed.next(1))).toEqual([2]);
    const blind = await open('', { identity: user('eve@bank.example') });
    const moved = await until('a place', () => blind.events[0] ?? null);
    expect([moved.id?.split('.')[1], moved.data]).toEqual(['2', undefined]);
  });

  it('sends more than a page of earlier entries in order', async () => {
    await create('a');
    await service.database.query(
      `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes)
       SELECT 'a', n, 'client', 'i', 'Update', '[{"Field": "City", "Old": null, "New": "Leeds"}]' FROM generate_series(2, 350) n`,
    );
    const reader = await open();
    expect(positions(await reader.next(350))).toEqual(Array.from({ length: 350 }, (_, index) => index + 1));
  });

  it.each([
    [
      'a place of another log',
      410,
      { 'last-event-id': `${randomUUID()}.1` },
      'Last-Event-ID is a place of the log',
    ],
    [
      'a Last-Event-ID that is no place',
      400,
      { 'last-event-id': 'x' },
      'Last-Event-ID is \\"x\\", which is no place',
    ],
    ['Accept of neither form', 406, { accept: 'text/html' }, 'Accept is'],
  ])('answers %s with %i before the stream begins', async (_, status, headers, sentence) => {
    const reader = await open('', { headers });
    const { response } = reader;
    expect(response.status).toBe(status);
    await reader.end();
    expect(reader.rest).toContain(sentence);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it.each([
    ['text/event-stream;q=0, */*', 'application/json'],
    ['text/event-stream;q=0.5, application/json', 'application/json'],
    ['*/*', 'application/json'],
    ['text/event-stream, application/json', 'text/event-stream'],
  ])('reads Accept: %s as %s', async (accept, type) => {
    const { response } = await open('', { headers: { accept } });
    expect(response.headers.get('content-type')).toMatch(new RegExp(`^${type}`));
  });

  it('is no stream for other operations', async () => {
    const answer = await service
      .as(software)
      .get('/organisations', { headers: { accept: 'text/event-stream' } });
    expect(answer.status).toBe(406);
  });

  it('takes no slot of other requests, and serves all streams by one look at the database', async () => {
    const streams = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        open('', { identity: { ...software, client_id: `c-${index % 4}` } }),
      ),
    );
    await openStreams(40);
    const looks = jest.spyOn(service.app.get(ChangeLogRepository), 'readPage');
    await create('a');
    for (const stream of streams) expect(positions(await stream.next(1))).toEqual([1]);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('keeps a quiet connection by a comment', async () => {
    const reader = await open();
    const begun = performance.now();
    await until('the second comment', () => (reader.comments >= 2 ? true : null));
    expect(performance.now() - begun).toBeGreaterThan(13_000);
  });

  it('ends cleanly when the token expires, and when the service stops', async () => {
    const reader = await open();
    await openStreams(1);
    passSeconds(3 * 3_600);
    await reader.end();
    await openStreams(0);
    jest.useRealTimers();
    const last = await open();
    await openStreams(1);
    await service.close();
    await last.end();
  });

  it('is given up when the client leaves', async () => {
    const reader = await open();
    await openStreams(1);
    reader.leave();
    await openStreams(0);
  });

  it('ends a reader that falls more than 1 MiB behind', async () => {
    await create('a');
    const token = await service.issuer.token(software);
    const socket = net.connect(Number(new URL(service.origin).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n\r\n`,
    );
    await openStreams(1);
    const logo = (turn: number): string =>
      `data:image/png;base64,${String.fromCharCode(65 + (turn % 26)).repeat(65_000)}`;
    await service.database.query(
      `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes)
       SELECT 'a', n, 'client', 'i', 'Update', jsonb_build_array(jsonb_build_object('Field', 'LogoUri', 'Old', $1::text, 'New', $2::text))
       FROM generate_series(2, 250) n`,
      [logo(0), logo(1)],
    );
    await openStreams(0);
    socket.destroy();
  });
});
