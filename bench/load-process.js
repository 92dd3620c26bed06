/**
 * The load generator in its own process: runs one task after the other from its parent and answers each with
 * `{ result }` or `{ error }`.
 */
import { Agent, get, request as httpRequest } from 'node:http';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Crowd } from './crowd.js';
import { SlowClients } from './slow-clients.js';

/** Max time of a task; no measurement takes as long. */
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

/** Reads one address of one or more servers on this number of connections in all. Returns requests per second. */
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

/** @throws Error if a response has an unexpected status */
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

/** Returns the number of connected clients at the end. */
function letGo() {
  const connected = slowClients.connected;
  slowClients.close();
  slowClients = null;
  return connected;
}

/**
 * Sends requests one after the other on one connection, until all are sent or the time is up. The first is sent twice,
 * because it opens the connection. Returns the milliseconds of each.
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
 * Amends one organisation after the other by PUT; each client continues after its last response. Returns amendments per
 * second and the next line.
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

/** Amends at an even interval in milliseconds, as far as a client is free to send. */
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
