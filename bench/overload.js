/**
 * Measures the service under overload: `npm run bench:overload`. Finds the best rate, offers five times as much, and
 * keeps slow clients connected. docs/operations/reliability.md explains the measurement. Exits with 1 if a bound is exceeded.
 */
import { LoadGenerator } from './load.js';
import { generatorCore, residentMb } from './machine.js';
import { prepare } from './prepare.js';
import { toRows } from './report.js';
import { figure, median } from './statistics.js';
import { tell } from './tell.js';
import { isUndoing, undoAll, undoOnSignals } from './undo.js';

const rows = 20_000;
const path = '/organisations?size=25';
const times = 5;
/** Clients wait for their responses. Only the first number can be served within the max queueing time. */
const crowds = [1_000, 4_000];
const slow = { idle: 10_000, slowHeaders: 500, slowBodies: 500 };
const bounds = { keptPart: 0.8, eventLoopMs: 200, residentMb: 400 };
const seconds = { warmUp: 20, sample: 4, overload: 8 };
const rounds = 4;

const cases = [
  // One page that is queried each time and one that is cached: expensive and cheap compared with a rejection.
  ['list, pages not kept', { PAGE_CACHE_MB: '0' }],
  ['list, as shipped', {}],
];

/** The machine's speed varies during a run, so loads alternate and medians are compared. */
async function measure({ servers, load, folder, issuer }, [name, environment]) {
  tell(`${name}: warming up`);
  const server = await servers.startService(environment);
  await load.read([server], path, { seconds: seconds.warmUp });
  const offer = async (clients, perSecond) => {
    await eventLoopMs(server);
    const offered = await load.offer(server, path, {
      clients,
      perSecond,
      seconds: perSecond === undefined ? seconds.sample : seconds.overload,
    });
    return { ...offered, loopMs: await eventLoopMs(server), mb: residentMb(server.pid) };
  };
  const alone = { 16: [], 32: [], 64: [] };
  const overloads = crowds.map((clients) => ({ clients, samples: [] }));
  for (let round = 1; round <= rounds; round += 1) {
    tell(`${name}: round ${round} of ${rounds}`);
    for (const clients of Object.keys(alone)) alone[clients].push(await offer(Number(clients)));
    const perSecond = Math.ceil(bestOf(alone) * times);
    for (const { clients, samples } of overloads) samples.push(await offer(clients, perSecond));
  }
  const best = bestOf(alone);
  tell(`${name}: slow clients`);
  const holder = new LoadGenerator(folder, issuer.adminToken, generatorCore);
  await holder.hold(server, slow);
  const beside = [];
  for (let round = 1; round <= rounds; round += 1) beside.push(await offer(32));
  const connected = await holder.letGo();
  await server.stop();
  return [
    ...overloads.map(({ clients, samples }) =>
      lineOf(name, `${clients} clients, ${times} x (${figure(best * times)}/s)`, best, samples),
    ),
    lineOf(
      name,
      `${connected} slow clients`,
      best,
      beside,
      connected >= 0.9 * (slow.idle + slow.slowHeaders + slow.slowBodies),
    ),
  ];
}

/** The best rate of any number of clients. */
function bestOf(alone) {
  return Math.max(...Object.values(alone).map((samples) => median(samples.map(({ good }) => good))));
}

/** The max delay of the event loop since the last call. */
async function eventLoopMs({ origin }) {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]) * 1_000;
}

function lineOf(name, what, best, samples, isAsMeant = true) {
  const middle = (read) => median(samples.map(read));
  const highest = (read) => Math.max(...samples.map(read));
  const good = middle((sample) => sample.good);
  const failed = highest(({ other }) => other);
  const loopMs = highest((sample) => sample.loopMs);
  const memory = highest(({ mb }) => mb?.highest ?? 0);
  const isMet =
    isAsMeant &&
    good >= bounds.keptPart * best &&
    failed === 0 &&
    loopMs < bounds.eventLoopMs &&
    memory < bounds.residentMb;
  return [
    name,
    what,
    `${figure(good)}/s`,
    `${figure((good / best) * 100)} %`,
    `${figure(middle(({ shed }) => shed))}/s`,
    `${figure(failed)}/s`,
    `${figure(middle(({ goodMs }) => goodMs.median))} / ${figure(middle(({ goodMs }) => goodMs.p99))} ms`,
    `${figure(loopMs)} ms`,
    `${figure(memory)} MB`,
    isMet ? 'yes' : 'NO',
  ];
}

const heads = [
  'answer',
  'beside',
  'good',
  'of the best',
  'turned away',
  'failed',
  'good: p50 / p99',
  'event loop, longest',
  'resident, highest',
  'bounds kept',
];

undoOnSignals();
try {
  const bench = await prepare({ rows, databaseUrl: process.env.BENCH_DATABASE_URL || null });
  const lines = [];
  for (const one of cases) lines.push(...(await measure(bench, one)));
  console.log(`\n${toRows(heads, lines)}\n`);
  process.exitCode = lines.every((line) => line.at(-1) === 'yes') ? 0 : 1;
} catch (error) {
  process.exitCode = 1;
  if (!isUndoing()) console.error(error);
} finally {
  await undoAll();
}
