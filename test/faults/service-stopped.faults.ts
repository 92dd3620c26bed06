import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { otherTransaction, waiting } from '../support/other-transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { sharedIds } from './support/load.js';
import { prepare, Stage } from './support/stage.js';
import { conclude } from './support/verdict.js';

const heldMs = 600;

describe('a service that is asked to stop while sixteen clients write', () => {
  let stage: Stage;
  let database: TestDatabase;
  beforeAll(async () => {
    stage = await Stage.set();
    database = await createTestDatabase();
    await prepare(database);
  });
  afterAll(async () => {
    await stage.clear();
    await database.drop();
  });

  it('answers every started change and exits with 0', async () => {
    const service = await stage.startService({ DATABASE_URL: database.serviceUrl });
    const load = stage.startLoad(service);
    await load.untilMore(100);
    // Keeps some requests in flight when the signal arrives.
    const other = await otherTransaction(database);
    for (const id of sharedIds)
      await other.query('SELECT FROM directory.organisation WHERE organisation_id = $1 FOR UPDATE', [id]);
    await sleep(200);
    const beganMs = performance.now();
    const ended = service.stop('SIGTERM');
    await sleep(heldMs);
    await other.commit();
    expect(await ended).toBe(0);
    const tookMs = Math.round(performance.now() - beganMs);
    await load.stop();
    expect(tookMs).toBeGreaterThanOrEqual(heldMs);
    const open = new Set(load.sent.filter(({ status }) => status === null).map(({ marker }) => marker));
    const made = await database.query<{ marker: string }>(
      'SELECT interaction_id AS marker FROM directory.organisation_history',
    );
    await conclude(
      'SIGTERM under load',
      load,
      database,
      [503],
      [`ended with 0 after ${tookMs} ms; ${open.size} requests came too late and were not begun`],
    );
    expect(made.filter(({ marker }) => open.has(marker))).toEqual([]);
  });
});

describe('a service that is asked to stop', () => {
  let stage: Stage;
  let database: TestDatabase;
  beforeEach(async () => {
    stage = await Stage.set();
    database = await createTestDatabase();
    await prepare(database);
  });
  afterEach(async () => {
    await stage.clear();
    await database.drop();
  });

  const begin = async (origin: string, text: string): Promise<Socket> => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket.resume();
  };
  /** Blocks every read of flags. */
  const hold = async () => {
    const other = await otherTransaction(database);
    await other.query('LOCK TABLE directory.flag IN ACCESS EXCLUSIVE MODE');
    return other;
  };

  it('closes connections without a whole request, and answers a request that waits longer', async () => {
    const service = await stage.startService({
      DATABASE_URL: database.serviceUrl,
      DATABASE_TIMEOUT_MS: '60000',
    });
    const incomplete = await Promise.all(
      [
        '',
        'GET /organisations HTTP/1.1\r\nHost: x\r\nX-Slow: ',
        'PUT /organisations/shared-1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{',
        'POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
      ].map((text) => begin(service.origin, text)),
    );
    const other = await hold();
    const answer = stage.get(service, '/references/flags');
    await waiting(database);
    const ended = service.stop('SIGTERM');
    await Promise.all(incomplete.map((socket) => once(socket, 'close')));
    // The whole request is still in hand.
    await waiting(database);
    await other.commit();
    expect((await answer).status).toBe(200);
    expect(await ended).toBe(0);
  });

  it('ends at SHUTDOWN_GRACE_SECONDS, and cuts the request that has not ended', async () => {
    const service = await stage.startService({
      DATABASE_URL: database.serviceUrl,
      DATABASE_TIMEOUT_MS: '60000',
      SHUTDOWN_GRACE_SECONDS: '2',
    });
    const other = await hold();
    const cut = stage.get(service, '/references/flags').then(
      () => 'answered',
      () => 'cut',
    );
    await waiting(database);
    // The table stays locked until the process has ended.
    expect(await service.stop('SIGTERM')).toBe(0);
    expect(await cut).toBe('cut');
    await other.commit();
  });
});
