import { migrationNames } from '../../src/database/migrations.js';
import { schemas } from '../../src/modules/apis.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { ServiceProcess } from '../support/service-process.js';
import { until } from '../support/until.js';
import { prepare, Stage } from './support/stage.js';
import { conclude } from './support/verdict.js';

describe.each([
  { count: 2, victims: 1, fault: 'two instances, one killed' as const },
  { count: 4, victims: 2, fault: 'four instances, two killed' as const },
])('$count instances on one database', ({ count, victims, fault }) => {
  let stage: Stage;
  let database: TestDatabase;
  let instances: ServiceProcess[];
  // A production service does not migrate at startup, so NODE_ENV is test. All instances together stay below the
  // server's max connections.
  const settings = (): Record<string, string> => ({
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '5',
    MAIL_WORKER: 'false',
  });
  beforeAll(async () => {
    stage = await Stage.set();
    database = await createTestDatabase(null);
    instances = await Promise.all(Array.from({ length: count }, () => stage.beginService(settings())));
    await Promise.all(instances.map((instance) => instance.untilReady()));
    await prepare(database);
  });
  afterAll(async () => {
    await stage.clear();
    await database.drop();
  });

  it('that start concurrently on an empty database migrate it once', async () => {
    const rows = await database.query<{ name: string }>('SELECT name FROM schema_migration ORDER BY id');
    expect(rows.map(({ name }) => name)).toEqual(migrationNames(schemas));
  });

  it('keep every acknowledged change once when some instances are killed', async () => {
    const load = stage.startLoad(...instances);
    for (const victim of instances.slice(0, victims)) {
      await load.untilMore(150);
      await victim.stop('SIGKILL');
      await load.untilMore(50);
      await stage.startService({ ...settings(), PORT: new URL(victim.origin).port });
    }
    await load.untilMore(100);
    await load.stop();
    // Transactions of a killed instance end with its connections.
    await until('its transactions to end', async () => {
      const [row] = await database.query<{ open: number }>(
        `SELECT count(*)::int AS open FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
      );
      return row?.open === 0 ? true : null;
    });
    await conclude(fault, load, database, []);
  });
});
