import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { ServiceProcess } from '../support/service-process.js';
import { prepare, Stage } from './support/stage.js';
import { conclude } from './support/verdict.js';

const kills = 10;

describe('a service that is killed while sixteen clients write', () => {
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

  it('has every acknowledged change with its history entry after ten kills, and no partial change', async () => {
    const settings = { DATABASE_URL: database.serviceUrl, MAIL_WORKER: 'false' };
    let service: ServiceProcess = await stage.startService(settings);
    const PORT = new URL(service.origin).port;
    const load = stage.startLoad(service);
    for (let kill = 0; kill < kills; kill += 1) {
      await load.untilMore(40 + 13 * kill);
      await service.stop('SIGKILL');
      service = await stage.startService({ ...settings, PORT });
    }
    await load.untilMore(40);
    await load.stop();
    await conclude('service killed 10 times', load, database, []);
    // A kill without requests in flight proves nothing.
    expect(load.sent.filter(({ status }) => status === null).length).toBeGreaterThanOrEqual(kills);
  });
});
