import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/database/migrate.js';
import { openEmbeddedServer } from '../../src/database/embedded/embedded-server.js';
import { schemas } from '../../src/modules/apis.js';
import { databaseOf, type OpenedDatabase, signalServer } from './support/operators-server.js';
import { Probe, untilReadyAgain } from './support/probe.js';
import { onSmallDisk, reasonAgainstSmallDisk, SmallDisk } from './support/small-disk.js';
import { prepare, Stage } from './support/stage.js';
import { conclude } from './support/verdict.js';

const settings = { ALLOW_EMBEDDED_DATABASE: 'true', MAIL_WORKER: 'false' };
const kills = 2;
const fullMs = 4_000;

describe('a service with the embedded database, while sixteen clients write', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.set();
  });
  afterEach(() => stage.clear());

  /** Opens the database for the duration of `work`, without the service. */
  const withDatabase = async (work: (database: OpenedDatabase) => Promise<void>): Promise<void> => {
    const server = await openEmbeddedServer(stage.dataDir, () => undefined);
    const database = databaseOf(server.url);
    try {
      await work(database);
    } finally {
      await database.close();
      await server.close();
    }
  };
  const makeDatabase = (): Promise<void> =>
    withDatabase(async (database) => {
      await migrate(database.url, schemas);
      await prepare(database);
    });

  it('takes over its running server after a kill, with every acknowledged change', async () => {
    await makeDatabase();
    let service = await stage.startService(settings);
    const PORT = new URL(service.origin).port;
    const load = stage.startLoad(service);
    for (let kill = 0; kill < kills; kill += 1) {
      await load.untilMore(100);
      await service.stop('SIGKILL');
      service = await stage.startService({ ...settings, PORT });
    }
    await load.untilMore(100);
    await load.stop();
    await withDatabase((database) => conclude('embedded database: service killed', load, database, []));
  });

  it('restarts its killed server and keeps running', async () => {
    await makeDatabase();
    const service = await stage.startService(settings);
    const load = stage.startLoad(service);
    await load.untilMore(100);
    signalServer(stage.dataDir, 'SIGKILL');
    const backAfterMs = await untilReadyAgain(() => fetch(`${service.origin}/health/ready`));
    await load.untilMore(100);
    await load.stop();
    expect([service.child.exitCode, service.child.signalCode]).toEqual([null, null]);
    await withDatabase((database) =>
      conclude(
        'embedded database: server killed',
        load,
        database,
        [502, 504],
        [`ready again ${backAfterMs} ms after the kill`],
      ),
    );
  });

  const reason = reasonAgainstSmallDisk();
  if (reason !== null) console.warn(`a full disk is not tried: ${reason}`);
  const withSmallDisk = reason === null ? it : it.skip;

  withSmallDisk('refuses what finds no room, loses nothing, and goes on once there is room', async () => {
    const service = await stage.beginService(settings, onSmallDisk(stage.dataDir));
    await service.untilReady();
    const disk = new SmallDisk(service, stage.dataDir);
    await prepare(disk);
    const load = stage.startLoad(service);
    await load.untilMore(100);
    disk.fill();
    const probe = new Probe(() => stage.get(service, '/organisations/shared-1'), 20);
    await sleep(fullMs);
    const reads = await probe.stop();
    disk.makeRoom();
    const backAfterMs = await untilReadyAgain(() => fetch(`${service.origin}/health/ready`));
    await load.untilMore(100);
    await load.stop();
    expect([service.child.exitCode, service.child.signalCode]).toEqual([null, null]);
    expect(service.printed).toContain('No space left on device');
    const refused = load.sent.filter(({ status }) => status !== null && status >= 500).length;
    const readable = reads.filter(({ status }) => status === 200).length;
    expect(refused).toBeGreaterThan(0);
    expect(readable).toBeGreaterThan(0);
    await conclude(
      'embedded database: disk full',
      load,
      disk,
      [500, 502, 504],
      [
        `${refused} changes refused; ${readable} of ${reads.length} reads answered while the disk was full; ` +
          `ready ${backAfterMs} ms after there was room`,
      ],
    );
    await disk.close();
  });
});
