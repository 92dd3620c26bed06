/**
 * The load generator, a process of its own: takes one task after the other from its parent, answers each with
 * `{ result }` or `{ error }`.
 */
import { Agent, get, request as httpRequest } from 'node:http';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Crowd } from './crowd.js';
import { SlowClients } from './slow-clients.js';

/** Nothing that is measured takes so long; what does is an error. */
const timeoutS = 60;
/** Interval at which a paced load sends the requests that are due. */
const tickMs = 5;

const tasks = { read, sequence, amend, readWhileAmending, offer, hold, letGo };

process.on('message', async ({ name, task }) => {
  try {
    process.send({ result: await tasks[name](task) });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.on('disconnect', () => process.exit(0));

/** Reads one address of one or more servers on so many connections in all. Answers the requests a second. */
async function read({ origins, path, headers, expected, connections, seconds }) {
  const share = Math.ceil(connections / origins.length);
  const runs = await Promise.all(
    origins.map((origin) =>
      autocannon({
        url: `${origin}${path}`,
        headers,
        connections: share,
        duration: seconds,
        timeout: timeoutS,
      }),
    ),
  );
  return runs.reduce((sum, run) => sum + rateOf(run, expected), 0);
}

/** @throws Error where anything but the expected status was answered */
function rateOf({ requests, duration, statusCodeStats, errors, url }, expected) {
  const statuses = Object.keys(statusCodeStats);
  if (errors > 0 || statuses.length !== 1 || statuses[0] !== String(expected)) {
    const counts = statuses.map((status) => `${statusCodeStats[status].count} x ${status}`).join(', ');
    throw new Error(
      `${url} answered ${counts || 'nothing'}, ${errors} failed; expected was ${expected} alone`,
    );
  }
  return requests.total / duration;
}

/** Results of requests by many clients at a given rate. */
async function offer({ clients, ...task }) {
  const crowd = new Crowd(task);
  try {
    await crowd.open(clients);
    return await crowd.ask(task);
  } finally {
    crowd.close();
  }
}

let slowClients = null;

async function hold(task) {
  slowClients = new SlowClients(task);
  await slowClients.open();
}

/** Answers how many were connected at the end. */
function letGo() {
  const connected = slowClients.connected;
  slowClients.close();
  slowClients = null;
  return connected;
}

/**
 * Requests one after the other on one connection, until each was made or the time is up; the first is made twice, since
 * it opens the connection. Answers the milliseconds of each.
 */
async function sequence({ origin, paths, headers, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  try {
    await timed(origin, paths[0], headers, agent);
    const end = performance.now() + seconds * 1_000;
    for (const path of paths) {
      times.push(await timed(origin, path, headers, agent));
      if (performance.now() > end) break;
    }
  } finally {
    agent.destroy();
  }
  return times;
}

function timed(origin, path, headers, agent) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    get(`${origin}${path}`, { headers, agent }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - start);
        else reject(new Error(`${path} answered ${response.statusCode}`));
      });
    }).on('error', reject);
  });
}

/**
 * Amends one organisation after the other by PUT, each client as soon as its last one is answered. Answers the
 * amendments a second and where the next ones begin.
 */
async function amend({ origin, file, first, headers, connections, seconds }) {
  const amendments = linesOf(file);
  let next = first;
  const setupRequest = (request) => {
    const { id, body } = amendments[next % amendments.length];
    next += 1;
    return { ...request, path: `/organisations/${id}`, body: JSON.stringify(body) };
  };
  const run = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    headers: { ...headers, 'content-type': 'application/json' },
    timeout: timeoutS,
    requests: [{ method: 'PUT', setupRequest }],
  });
  return { rate: rateOf(run, 200), next };
}

async function readWhileAmending({ reading, amending }) {
  const [reads, amendments] = await Promise.all([read(reading), amendPaced(amending)]);
  return { reads, amendments };
}

/** The same at an even pace, one every so many milliseconds, as far as there is a client free to send it. */
async function amendPaced({ origin, file, first, headers, connections, seconds, perSecond }) {
  const amendments = linesOf(file);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const underWay = new Set();
  const start = performance.now();
  let sent = 0;
  let done = 0;
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - start) / 1_000) {
    while (sent < elapsed * perSecond && underWay.size < connections) {
      const sending = put(origin, amendments[(first + sent) % amendments.length], headers, agent).then(() => {
        done += 1;
        underWay.delete(sending);
      });
      underWay.add(sending);
      sent += 1;
    }
    await sleep(tickMs);
  }
  const rate = done / seconds;
  await Promise.all(underWay);
  agent.destroy();
  return { rate, next: first + sent };
}

function put(origin, { id, body }, headers, agent) {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${origin}/organisations/${id}`, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      agent,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`PUT ${id} answered ${response.statusCode}`));
      });
    });
    request.end(text);
  });
}

const files = new Map();

function linesOf(file) {
  if (!files.has(file)) {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    files.set(
      file,
      lines.map((line) => JSON.parse(line)),
    );
  }
  return files.get(file);
}
