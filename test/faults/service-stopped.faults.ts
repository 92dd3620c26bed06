import { setTimeout as sleep } from 'node:timers/promises';
import { otherTransaction } from '../support/other-transaction.js';
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
    const service = await stage.startService({ DATABASE_URL: database.url });
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
