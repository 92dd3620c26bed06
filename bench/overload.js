/**
 * What the service does when more is asked of it than it can do: `npm run bench:overload`. Finds its best rate, offers
 * five times as much, and keeps clients that take their time connected. What is measured and why: docs/reliability.md.
 * Ends with 1 where a bound is broken.
 */
import { LoadGenerator } from './load.js';
import { generatorCore, residentMb } from './machine.js';
import { prepare } from './prepare.js';
import { toRows } from './report.js';
import { figure } from './statistics.js';
import { tell } from './tell.js';
import { isUndoing, undoAll, undoOnSignals } from './undo.js';

const rows = 20_000;
const path = '/organisations?size=25';
const times = 5;
/** Clients of an overloaded service are many, and each waits for its answer. */
const manyConnections = 1_000;
const slow = { idle: 10_000, slowHeaders: 500, slowBodies: 500 };
const bounds = { keptPart: 0.8, eventLoopMs: 200, residentMb: 400 };
const seconds = { warmUp: 20, sample: 8, overload: 20 };

const cases = [
  // A page that is looked for anew each time, and one that is kept: dear and cheap beside the cost of turning away.
  ['list, pages not kept', { PAGE_CACHE_MB: '0' }],
  ['list, as shipped', {}],
];

async function measure({ servers, load, folder, issuer }, [name, environment]) {
  tell(`${name}: warming up`);
  const server = await servers.startService(environment);
  await load.read([server], path, { seconds: seconds.warmUp });
  let best = 0;
  for (const connections of [16, 32, 64, 128]) {
    const { good } = await load.offer(server, path, { connections, seconds: seconds.sample });
    best = Math.max(best, good);
  }
  await eventLoopMs(server);
  tell(`${name}: ${times} times ${figure(best)}/s`);
  const overload = await load.offer(server, path, {
    perSecond: Math.ceil(best * times),
    connections: manyConnections,
    seconds: seconds.overload,
  });
  const result = { name, best, overload, loopMs: await eventLoopMs(server), mb: residentMb(server.pid) };
  tell(`${name}: slow clients`);
  const holder = new LoadGenerator(folder, issuer.adminToken, generatorCore);
  await holder.hold(server, slow);
  const beside = await load.offer(server, path, { connections: 32, seconds: seconds.sample });
  const connected = await holder.letGo();
  const slowLoopMs = await eventLoopMs(server);
  const slowMb = residentMb(server.pid);
  await server.stop();
  return { ...result, beside, connected, slowLoopMs, slowMb };
}

/** The longest that anything waited for the event loop since the last look. */
async function eventLoopMs({ origin }) {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]) * 1_000;
}

function linesOf({ name, best, overload, loopMs, mb, beside, connected, slowLoopMs, slowMb }) {
  const line = (what, { good, shed, other, goodMs }, delay, memory, isMet) => [
    name,
    what,
    `${figure(good)}/s`,
    `${figure((good / best) * 100)} %`,
    `${figure(shed)}/s`,
    `${figure(other)}/s`,
    `${figure(goodMs.median)} / ${figure(goodMs.p99)} ms`,
    `${figure(delay)} ms`,
    memory === null ? 'not told' : `${figure(memory.highest)} MB`,
    isMet ? 'yes' : 'NO',
  ];
  const holds = ({ good, other }, delay, memory) =>
    good >= bounds.keptPart * best &&
    other === 0 &&
    delay < bounds.eventLoopMs &&
    (memory?.highest ?? 0) < bounds.residentMb;
  return [
    line(
      `${times} x (${figure(overload.offered)}/s)`,
      overload,
      loopMs,
      mb,
      holds(overload, loopMs, mb) && overload.shed > 0,
    ),
    line(
      `${connected} slow clients`,
      beside,
      slowLoopMs,
      slowMb,
      holds(beside, slowLoopMs, slowMb) &&
        connected >= 0.9 * (slow.idle + slow.slowHeaders + slow.slowBodies),
    ),
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
  for (const one of cases) lines.push(...linesOf(await measure(bench, one)));
  console.log(`\n${toRows(heads, lines)}\n`);
  process.exitCode = lines.every((line) => line.at(-1) === 'yes') ? 0 : 1;
} catch (error) {
  process.exitCode = 1;
  if (!isUndoing()) console.error(error);
} finally {
  await undoAll();
}
