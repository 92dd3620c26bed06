import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { waiting } from '../support/other-transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { ServiceProcess } from '../support/service-process.js';
import { flagIds, sharedIds } from './support/load.js';
import { prepare, Stage } from './support/stage.js';
import { conclude } from './support/verdict.js';

const rounds = 20;

describe('a service whose transactions fail while sixteen clients write', () => {
  let stage: Stage;
  let database: TestDatabase;
  let service: ServiceProcess;
  let other: pg.Client;
  beforeEach(async () => {
    stage = await Stage.set();
    database = await createTestDatabase();
    await prepare(database);
    // Deadlocks are detected well before the statement timeout, as with both default settings.
    await database.query(
      `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET deadlock_timeout = '100ms'`,
    );
    service = await stage.startService({ DATABASE_URL: database.serviceUrl });
    other = new pg.Client({ connectionString: database.url });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await stage.clear();
    await database.drop();
  });

  /** Locks organisations before flags, the reverse of the service's lock order. */
  const lockInTheOtherOrder = async (): Promise<void> => {
    await other.query(`BEGIN; SET LOCAL deadlock_timeout = '10s'`);
    for (const id of sharedIds)
      await other.query('SELECT FROM directory.organisation WHERE organisation_id = $1 FOR UPDATE', [id]);
    await waiting(database);
    await other.query(`SET LOCAL statement_timeout = '250ms'`);
    // The service's transactions hold shared locks on flags and could block this one for ever.
    await other
      .query('SELECT FROM directory.flag WHERE flag_id = ANY($1) FOR UPDATE', [[...flagIds]])
      .catch(() => undefined);
    await other.query('ROLLBACK');
  };
  /** Returns the number of transactions that PostgreSQL has ended because of a deadlock. */
  const deadlocks = async (): Promise<number> => {
    await sleep(1_100);
    const [row] = await database.query<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    return row?.deadlocks ?? 0;
  };

  it('answers 502 when connections are cut, without lost or duplicated changes', async () => {
    const load = stage.startLoad(service);
    let cut = 0;
    for (let round = 0; round < rounds; round += 1) {
      await load.untilMore(10);
      // Connections in a statement, between two statements of a transaction, and idle in the pool.
      const { rowCount } = await other.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'organisations-directory'
           AND (state <> 'idle' OR random() < 0.3)`,
      );
      cut += rowCount ?? 0;
    }
    await load.untilMore(50);
    await load.stop();
    expect(cut).toBeGreaterThan(rounds);
    expect((await fetch(`${service.origin}/health/ready`)).status).toBe(200);
    const refused = load.sent.filter(({ status }) => status === 502).length;
    await conclude(
      'connections cut in transactions',
      load,
      database,
      [502],
      [`${cut} connections cut, ${refused} changes answered 502`],
    );
  });

  it('retries a change after a deadlock, without an error to its client', async () => {
    const load = stage.startLoad(service);
    let count = 0;
    for (let round = 0; round < rounds || count === 0; round += 1) {
      await load.untilMore(10);
      await lockInTheOtherOrder();
      if (round >= rounds - 1) count = await deadlocks();
    }
    await load.untilMore(50);
    await load.stop();
    await conclude('deadlocks', load, database, [], [`${count} deadlocks ended by PostgreSQL`]);
  });

  it('retries a change after a serialisation failure, and stores none that it answers with 503', async () => {
    const role = new URL(database.serviceUrl).username;
    // An operator may set SERIALIZABLE for all transactions; it causes more failures than lock order does.
    await database.query(
      `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET default_transaction_isolation = 'serializable'`,
    );
    await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = $1`,
      [role],
    );
    const load = stage.startLoad(service);
    await load.untilMore(300);
    await load.stop();
    const told = load.sent.filter(({ status }) => status === 503).length;
    await conclude(
      'serialisation failures',
      load,
      database,
      [503],
      [`SERIALIZABLE throughout; ${told} of ${load.sent.length} changes answered 503, none of them made`],
    );
  });
});
