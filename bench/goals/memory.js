/** Goal 10: the memory of an instance after the loads of the other goals and some of each kind. */
import { allHeaders } from '../load.js';
import { residentMb } from '../machine.js';
import { line, notMeasured } from '../report.js';
import { figure } from '../statistics.js';
import { tell } from '../tell.js';

const most = 350;
/** Reads of each kind, for a run of this goal alone. */
const kinds = [
  '/organisations?size=25',
  '/organisations?size=100&hideInactive=true',
  '/organisations?size=100&sort=City',
  '/organisations?size=100&filterBy=bank',
  '/organisations?size=100&filterBy=a',
];
/** The largest pages on all connections at once: reported, but not part of the goal. */
const largest = '/organisations?size=1000';
/** The published maximum, streamed: part of the goal. */
const streamed = '/organisations?size=50000';
const streamingClients = 5;

export async function measureMemory(bench) {
  const { servers, mode } = bench;
  const server = await servers.shipped();
  if (residentMb(server.pid) === null) return [notMeasured(10, 'this system has no /proc')];
  const seconds = mode === 'full' ? 8 : 1;
  for (const path of kinds) await loadWith(bench, server, path, seconds);
  const usual = residentMb(server.pid);
  const others = await highestOfOthers(servers, server);
  await loadWith(bench, server, largest, Math.max(3, seconds));
  const atLargest = residentMb(server.pid);
  const whileStreaming = await readStreamed(bench);
  const highest = Math.max(usual.highest, whileStreaming.highest, ...others.map((other) => other.highest));
  return [
    line({
      number: 10,
      measured:
        `at most ${figure(highest)} MB, ${figure(usual.now)} MB at the end; ` +
        `${figure(atLargest.highest)} MB once 32 clients have read pages of 1,000; ` +
        `${figure(whileStreaming.highest)} MB while ${streamingClients} clients read ${whileStreaming.organisations} organisations each`,
      spread: [{ name: server.name, highest: usual.highest }, ...others]
        .map((one) => `${one.name} ${figure(one.highest)} MB`)
        .join('; '),
      isMet: highest <= most,
      details: { shipped: usual, others, atLargest, whileStreaming },
    }),
  ];
}

function loadWith({ load }, server, path, seconds) {
  tell(`memory: ${path}`);
  return load.read([server], path, { seconds });
}

/**
 * Memory of an instance of its own while several clients read the largest page at once, each to its end and twice, so that
 * nothing but the pages has used memory before.
 */
async function readStreamed({ servers, issuer }) {
  const server = await servers.startService();
  tell(`memory: ${streamed}, ${streamingClients} at once`);
  const read = async () => {
    const response = await fetch(`${server.origin}${streamed}`, { headers: allHeaders(issuer.adminToken) });
    if (response.status !== 200) throw new Error(`${streamed} answered ${response.status}`);
    const { numberOfElements } = await response.json();
    return numberOfElements;
  };
  const counts = [];
  for (let round = 0; round < 2; round++)
    counts.push(...(await Promise.all(Array.from({ length: streamingClients }, read))));
  const memory = residentMb(server.pid);
  await server.stop();
  return { ...memory, organisations: Math.min(...counts) };
}

/** Memory of the other instances on the large directory. */
async function highestOfOthers(servers, server) {
  const running = await servers.running();
  return running
    .filter(({ name }) => name.startsWith('service') && name !== server.name)
    .map(({ name, pid }) => ({ name, ...residentMb(pid) }));
}
