import { UnfinishedBodies } from '../../src/http/overload/unfinished-bodies.js';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { anOrganisation, anOrganisationBody } from '../support/builders/organisation.js';
import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { admin, software } from '../support/identities.js';
import { otherTransaction, type OtherTransaction, waiting } from '../support/other-transaction.js';
import { until } from '../support/until.js';

const maxInFlight = 3;

describe('a service with MAX_CONCURRENT_REQUESTS in flight', () => {
  let service: TestApp;
  let other: OtherTransaction | null;
  let held: Promise<Answer>[];
  beforeEach(async () => {
    service = await startApp({ MAX_CONCURRENT_REQUESTS: String(maxInFlight), DATABASE_TIMEOUT_MS: '20000' });
    other = await hold();
    held = Array.from({ length: maxInFlight }, () => service.as(software).get('/references/flags'));
    await waiting(service.database, maxInFlight);
  });
  afterEach(async () => {
    await letGo();
    await service.close();
  });

  /** Blocks every request that reads flags. */
  const hold = async (): Promise<OtherTransaction> => {
    const transaction = await otherTransaction(service.database);
    await transaction.query('LOCK TABLE directory.flag IN ACCESS EXCLUSIVE MODE');
    return transaction;
  };
  const letGo = async (): Promise<void> => {
    await other?.commit();
    other = null;
    for (const answer of await Promise.all(held)) expect(answer.status).toBe(200);
  };
  const requests = async (state: string): Promise<number> => {
    const { text } = await service.as(null).get('/metrics');
    return Number(new RegExp(`^http_requests\\{state="${state}"\\} (\\d+)`, 'm').exec(text)?.[1]);
  };
  /** A request that no lock blocks. */
  const askAside = async (): Promise<number> => (await service.as(software).get('/nowhere')).status;

  it('rejects further requests with 503 and Retry-After, in the dialect of each API', async () => {
    const directory = await service.as(software).get('/organisations', {
      headers: { 'x-fapi-interaction-id': 'Mine-1' },
    });
    expect([directory.status, directory.body]).toEqual([
      503,
      { errors: ['The directory has too much to do at the moment; try again soon.'] },
    ]);
    expect(directory.headers.get('retry-after')).toBe('1');
    expect(directory.headers.get('x-fapi-interaction-id')).toBe('Mine-1');
    const notify = await service.notify.get('/organisation');
    expect([notify.status, notify.body]).toEqual([
      503,
      { message: 'The service has too much to do at the moment; try again soon.', result: 'error' },
    ]);
    expect(notify.headers.get('retry-after')).toBe('1');
  });

  it('queues further requests and answers them when a slot is free', async () => {
    const queued = service.as(software).get('/nowhere');
    await until('a request that waits', async () => ((await requests('waiting')) === 1 ? true : null));
    // The metrics request is in flight too.
    expect(await requests('in_hand')).toBe(maxInFlight + 1);
    await letGo();
    expect((await queued).status).toBe(404);
    expect(await requests('waiting')).toBe(0);
  });

  it('removes a request from the queue when its client goes away', async () => {
    const gone = new AbortController();
    const left = fetch(`${service.origin}/nowhere`, { signal: gone.signal }).catch(() => null);
    await until('a request that waits', async () => ((await requests('waiting')) === 1 ? true : null));
    gone.abort();
    await left;
    await until('an empty queue', async () => ((await requests('waiting')) === 0 ? true : null));
    await letGo();
  });

  it('answers probes and metrics at once', async () => {
    expect((await service.as(null).get('/health/live')).status).toBe(200);
    expect((await service.as(null).get('/health/ready')).status).toBe(200);
    expect((await service.as(null).get('/metrics')).text).toContain('http_request_duration_seconds');
  });

  it('starts requests again once a response has ended', async () => {
    expect(await askAside()).toBe(503);
    await letGo();
    expect(await askAside()).toBe(404);
  });

  it('does not count requests whose clients have gone away', async () => {
    await letGo();
    other = await hold();
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${await service.issuer.token(software)}` };
    const left = Array.from({ length: maxInFlight }, () =>
      fetch(`${service.origin}/references/flags`, { signal: gone.signal, headers }).catch(() => null),
    );
    await waiting(service.database, maxInFlight);
    expect(await askAside()).toBe(503);
    gone.abort();
    await Promise.all(left);
    await until('a request that is started', async () => ((await askAside()) === 404 ? true : null));
  });
});

describe('slow clients', () => {
  let service: TestApp;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    service = await startApp({ MAX_CONCURRENT_REQUESTS: '2' });
    await anOrganisation(service.database);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await service.close();
  });
  const begin = async (text: string): Promise<Socket> => {
    const { hostname, port } = new URL(service.origin);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  const works = async (): Promise<void> => {
    expect((await service.as(software).get('/organisations')).status).toBe(200);
  };

  it('hold no slot while they send their headers one by one', async () => {
    await Promise.all(
      Array.from({ length: 200 }, () => begin('GET /organisations HTTP/1.1\r\nHost: x\r\nX-Slow: ')),
    );
    await works();
  });

  it('hold no slot while they send their bodies byte by byte', async () => {
    const token = service.issuer.token(admin);
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = await begin(
          `PUT /organisations/org-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await token}\r\n` +
            'Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{',
        );
        socket.write(' ');
      }),
    );
    await works();
  });

  it('fill the limit of unfinished bodies with chunked bodies, and leave room when one disconnects', async () => {
    const bodies = service.app.get(UnfinishedBodies);
    const mebibyte = 1_048_576;
    for (const socket of sockets.splice(0)) socket.destroy();
    await until('no unfinished body', () => (bodies.heldBytes === 0 ? true : null));
    let senders = 0;
    /** Each sender is a client of its own: one client may have only sixteen requests in flight. */
    const send = async (): Promise<Socket> => {
      senders += 1;
      const token = await service.issuer.token({ ...admin, client_id: `sender-${senders}` });
      const socket = await begin(
        `PUT /organisations/org-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
          'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      socket.write(`${mebibyte.toString(16)}\r\n${' '.repeat(mebibyte)}\r\n`);
      return socket;
    };
    const held = (bytes: number): Promise<true> =>
      until(`${bytes} bytes of unfinished bodies`, () => (bodies.heldBytes === bytes ? true : null));
    const put = () => service.as(admin).put('/organisations/org-1', anOrganisationBody());
    const first = await Promise.all(Array.from({ length: 63 }, send));
    await held(63 * mebibyte);
    expect((await put()).status).toBe(200);
    const last = await send();
    await held(64 * mebibyte);
    const refused = await put();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    for (const socket of [...first, last]) socket.destroy();
    await held(0);
    expect((await put()).status).toBe(200);
  });

  it('hold no slot while they do not read their responses', async () => {
    const path = '/openapi/directory.json';
    const { length } = (await service.as(null).get(path)).text;
    // More than the system's socket buffer, less than the limit of unread responses.
    const answers = Math.ceil(20_000_000 / length);
    for (let client = 0; client < 2; client += 1) {
      await begin(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(answers));
    }
    await works();
  });

  it('are disconnected above the memory limit of unread responses', async () => {
    const path = '/openapi/directory.json';
    const { length } = (await service.as(null).get(path)).text;
    const socket = await begin(
      `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(Math.ceil(120_000_000 / length)),
    );
    await until('the connection to be closed', () => {
      // A client that does not read notices the end only by writing.
      socket.write('GET');
      return socket.destroyed ? true : null;
    });
    await works();
  }, 30_000);

  it('receive 408 and are disconnected when their headers are late', async () => {
    const socket = await begin('GET /organisations HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const chunks: string[] = [];
    socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    await once(socket, 'close');
    expect(chunks.join('')).toMatch(
      /^HTTP\/1\.1 408 [^]*"errors":\["The request did not arrive in time\. Send it again, all of it at once\."\]/,
    );
  }, 30_000);

  it('are disconnected when they never send a byte', async () => {
    const socket = await begin('');
    await once(socket.resume(), 'close');
    await works();
  }, 30_000);

  it('do not delay the stop of the service when they never send a byte', async () => {
    const stopping = await startApp();
    const { hostname, port } = new URL(stopping.origin);
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    const closed = once(silent.resume(), 'close');
    await stopping.close();
    await closed;
  }, 30_000);
});
