import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceProcess } from '../support/service-process.js';
import type { Load } from './support/load.js';
import { OperatorsServer } from './support/operators-server.js';
import { Probe, type Probed, slowest, untilReadyAgain } from './support/probe.js';
import { prepare, Stage } from './support/stage.js';
import { conclude } from './support/verdict.js';

const awayMs = 4_000;
const databaseTimeoutMs = 1_000;

describe.each([
  {
    name: 'killed and started again',
    fault: 'database killed and restarted' as const,
    status: 502,
    sentence: 'The directory can not reach its database; try again later.',
    leave: (server: OperatorsServer) => server.kill(),
    comeBack: (server: OperatorsServer) => server.restart(),
  },
  {
    name: 'paused and resumed',
    fault: 'database paused' as const,
    status: 504,
    sentence: 'The directory did not get an answer in time; try again later.',
    leave: (server: OperatorsServer) => {
      server.signal('SIGSTOP');
    },
    comeBack: (server: OperatorsServer) => {
      server.signal('SIGCONT');
    },
  },
])('a database server that is $name while sixteen clients write', (away) => {
  let stage: Stage;
  let server: OperatorsServer;
  let service: ServiceProcess;
  let load: Load;
  let live: readonly Probed[];
  let ready: readonly Probed[];
  let reads: readonly Probed[];
  let backAfterMs: number;
  let isAway = false;

  beforeAll(async () => {
    stage = await Stage.set();
    server = await OperatorsServer.start();
    await prepare(server);
    service = await stage.startService({
      DATABASE_URL: server.serviceUrl,
      DATABASE_TIMEOUT_MS: String(databaseTimeoutMs),
    });
    load = stage.startLoad(service);
    await load.untilMore(100);
    isAway = true;
    await away.leave(server);
    // Requests in flight meet the fault as well; later requests must get only the expected error.
    const probes = [
      new Probe(() => fetch(`${service.origin}/health/live`), 20),
      new Probe(() => fetch(`${service.origin}/health/ready`), 20),
      new Probe(() => stage.get(service, '/organisations/shared-1'), 20),
    ];
    await sleep(awayMs);
    [live = [], ready = [], reads = []] = await Promise.all(probes.map((probe) => probe.stop()));
    await away.comeBack(server);
    isAway = false;
    backAfterMs = await untilReadyAgain(() => fetch(`${service.origin}/health/ready`));
    await load.untilMore(100);
    await load.stop();
  });
  afterAll(async () => {
    // A paused server can not be stopped.
    if (isAway) await away.comeBack(server);
    await stage.clear();
    await server.close();
  });

  it(`is reported by ${away.status} with the contract's body`, () => {
    expect(new Set(reads.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set([`${away.status} ${JSON.stringify({ errors: [away.sentence] })}`]),
    );
    const refused = load.sent.filter(({ status }) => status === away.status);
    expect(refused.length).toBeGreaterThan(0);
  });

  it('makes the service not ready, but live', () => {
    expect(new Set(ready.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['503 {"status":"the database is not reachable"}']),
    );
    expect(new Set(live.map(({ status }) => status))).toEqual(new Set([200]));
    expect(service.child.exitCode).toBeNull();
  });

  it('is used again by the same process after its return', () => {
    expect([service.child.exitCode, service.child.signalCode]).toEqual([null, null]);
  });

  it('has every acknowledged change once and no partial change', async () => {
    const { mostMs, p95Ms } = slowest(live);
    await conclude(
      away.fault,
      load,
      server,
      [502, 504],
      [
        `away for ${awayMs} ms and more; ready again ${backAfterMs} ms after its return`,
        `${away.status} within ${slowest(reads).mostMs} ms; /health/live within ${p95Ms} ms (95 of 100), ${mostMs} ms (all)`,
      ],
    );
  });
});
