/** Goals 16 and 17: streams of the log: their memory and statements, and the delay of a change. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { allHeaders } from '../load.js';
import { residentMb } from '../machine.js';
import { line, notMeasured } from '../report.js';
import { answerOf } from '../same-answers.js';
import { figure, median } from '../statistics.js';
import { tell } from '../tell.js';
import { untilSequenced } from './change-log.js';

const mostMb = 100;
const clients = 20;
/** The maximum of a client. */
const streamsPerClient = 50;
const mostDelayMs = 1_000;
const changesPerSecond = 100;

export async function measureChangeStreams(bench) {
  return [
    ...(bench.wants(16) ? [await streamsLine(bench)] : []),
    ...(bench.wants(17) ? [await delayLine(bench, await bench.servers.shipped())] : []),
  ];
}

/** Memory of streams at the end of the log, and the statements of the instance for one change that each of them gets. */
async function streamsLine({ servers, issuer, changeSomething }) {
  const counter = pathToFileURL(join(import.meta.dirname, '..', 'count-statements.js')).href;
  const server = await servers.startService({ NODE_OPTIONS: `--import=${counter}` }, { withMessages: true });
  if (residentMb(server.pid) === null) return notMeasured(16, 'this system has no /proc');
  const newest = await newestPlace(server, issuer.adminToken);
  const before = residentMb(server.pid).now;
  const tokens = await Promise.all(
    Array.from({ length: clients }, (_, index) =>
      issuer.sign({ client_id: `stream-${index}`, scope: 'directory:admin' }),
    ),
  );
  tell(`streams: opening ${clients * streamsPerClient}`);
  const streams = [];
  for (const token of tokens)
    streams.push(
      ...(await Promise.all(
        Array.from({ length: streamsPerClient }, () => openStream(server, token, newest)),
      )),
    );
  const after = residentMb(server.pid).now;
  await statementsOf(server);
  tell('streams: one change for all');
  const all = Promise.all(streams.map(({ changed }) => changed));
  await changeSomething(server);
  await all;
  const statements = await statementsOf(server);
  for (const { close } of streams) close();
  await server.stop();
  return line({
    number: 16,
    measured: `${figure(after - before)} MB more; ${statements} statements for a change that ${streams.length.toLocaleString('en-GB')} streams got`,
    spread: `${figure(before)} to ${figure(after)} MB`,
    isMet: after - before < mostMb && statements < streams.length / 10,
    details: { before, after, statements },
  });
}

/** The time from the response to a change until a stream has its entry. An entry before the response counts as 0. */
async function delayLine({ databases, issuer, load, mode, organisationAt }, server) {
  const database = await databases.large();
  await untilSequenced(database);
  const stream = await openStream(server, issuer.adminToken, await newestPlace(server, issuer.adminToken));
  const seconds = mode === 'full' ? 20 : 3;
  tell(`delay of the feed: ${changesPerSecond} changes/s for ${seconds} s`);
  const pending = [];
  for (let serial = 0; serial < seconds * changesPerSecond; serial++) {
    pending.push(
      changeAndWait(server, load.headers, organisationAt(1_000 + serial).OrganisationId, serial, stream),
    );
    await sleep(1_000 / changesPerSecond);
  }
  const delays = (await Promise.all(pending)).sort((one, other) => one - other);
  stream.close();
  const p99 = delays[Math.floor(0.99 * delays.length)];
  return line({
    number: 17,
    measured: `p50 ${figure(median(delays))} ms, p99 ${figure(p99)} ms of ${delays.length.toLocaleString('en-GB')} changes`,
    spread: `${figure(delays[0])} to ${figure(delays.at(-1))} ms`,
    isMet: p99 <= mostDelayMs,
    details: { delays },
  });
}

async function changeAndWait(server, headers, id, serial, stream) {
  const interactionId = randomUUID();
  const arrived = stream.entryOf(interactionId);
  const response = await fetch(`${server.origin}/organisations/${id}`, {
    method: 'PATCH',
    headers: {
      ...headers,
      'content-type': 'application/merge-patch+json',
      'x-fapi-interaction-id': interactionId,
    },
    body: JSON.stringify({ AddressLine2: `Desk ${serial} of ${process.pid}` }),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`A change was answered ${response.status}.`);
  const acknowledged = performance.now();
  return Math.max(0, (await arrived) - acknowledged);
}

async function newestPlace(server, token) {
  const { headers } = await answerOf(server, '/organisations/changes?after=0&limit=1', token);
  return headers.get('x-directory-position');
}

async function openStream(server, token, place) {
  const opening = request(`${server.origin}/organisations/changes?after=${place}`, {
    headers: { ...allHeaders(token), accept: 'text/event-stream' },
  });
  opening.end();
  const [response] = await once(opening, 'response');
  if (response.statusCode !== 200) throw new Error(`A stream answered ${response.statusCode}.`);
  response.setEncoding('utf8');
  const waiting = new Map();
  const changed = new Promise((resolve) => {
    response.on('data', (text) => {
      if (text.includes('event: change')) resolve();
      for (const [, id] of text.matchAll(/"InteractionId":"([^"]+)"/g)) waiting.get(id)?.(performance.now());
    });
  });
  const entryOf = (interactionId) => new Promise((resolve) => waiting.set(interactionId, resolve));
  return { changed, entryOf, close: () => opening.destroy() };
}

async function statementsOf({ child }) {
  child.send('count');
  const [count] = await once(child, 'message');
  return count;
}
