/** Goals 14 to 16: the log of changes: its sequencer, its deep pages, and readers that wait for a change. */
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { allHeaders } from '../load.js';
import { residentMb } from '../machine.js';
import { line, notMeasured } from '../report.js';
import { answerOf } from '../same-answers.js';
import { figure, median, range, ratio } from '../statistics.js';
import { tell } from '../tell.js';

const leastPerSecond = 2_000;
const mostGrowth = 1.3;
const mostMb = 100;
const pageSize = 1_000;
const clients = 20;
/** The maximum of a client. */
const streamsPerClient = 50;
const lookEveryMs = 50;

export async function measureChangeLog(bench) {
  const server = await bench.servers.shipped();
  const wanted = [
    [14, () => sequencerLine(bench)],
    [15, () => pagesLine(bench, server)],
    [16, () => streamsLine(bench)],
  ].filter(([goal]) => bench.wants(goal));
  const lines = [];
  for (const [, measure] of wanted) lines.push(await measure());
  return lines;
}

/** A new log gives every entry a position again. */
async function sequencerLine({ databases, mode }) {
  const database = await databases.large();
  const [{ entries }] = await database.query(
    `SELECT (SELECT count(*) FROM directory.organisation_history)::integer
       + (SELECT count(*) FROM directory.flag_history)::integer AS entries`,
  );
  const rates = [];
  for (let round = 0; round < (mode === 'full' ? 3 : 1); round++) {
    tell(`sequencer: ${entries} entries`);
    await database.query('SELECT directory.begin_change_log()');
    const start = performance.now();
    while ((await positionOf(database)) < entries) await sleep(lookEveryMs);
    rates.push(entries / ((performance.now() - start) / 1_000));
  }
  return line({
    number: 14,
    measured: `${figure(median(rates))}/s for ${entries.toLocaleString('en-GB')} entries`,
    spread: rates.map((rate) => `${figure(rate)}/s`).join('; '),
    isMet: median(rates) >= leastPerSecond,
    details: { entries, rates },
  });
}

async function positionOf(database) {
  const [{ position }] = await database.query(
    'SELECT position::integer AS position FROM directory.change_log_head',
  );
  return position;
}

/** Each request begins at another position, so that no page is read twice. */
async function pagesLine({ databases, load, plan }, server) {
  const position = await positionOf(await databases.large());
  const times = { first: [], last: [] };
  const pathsFrom = (start) =>
    Array.from(
      { length: plan.requests },
      (_, index) => `/organisations/changes?limit=${pageSize}&after=${start + index}`,
    );
  for (let round = 1; round <= plan.rounds; round++) {
    tell(`pages of the log, round ${round} of ${plan.rounds}`);
    for (const [name, start] of [
      ['first', 0],
      ['last', position - pageSize - plan.requests],
    ])
      times[name].push(median(await load.sequence(server, pathsFrom(start), plan.requestsS)));
  }
  const growth = ratio(times.last, times.first);
  return line({
    number: 15,
    measured: `${figure(median(times.last))} ms at position ${position.toLocaleString('en-GB')} against ${figure(median(times.first))} ms at the beginning, so ${figure(growth.median)} x`,
    spread: `${range(growth)} x`,
    isMet: growth.median <= mostGrowth,
    details: { position, times, growth },
  });
}

/** Memory of streams at the end of the log, and the statements of the instance for one change that each of them gets. */
async function streamsLine({ servers, issuer, changeSomething }) {
  const counter = pathToFileURL(join(import.meta.dirname, '..', 'count-statements.js')).href;
  const server = await servers.startService({ NODE_OPTIONS: `--import=${counter}` }, { withMessages: true });
  if (residentMb(server.pid) === null) return notMeasured(16, 'this system has no /proc');
  const { headers } = await answerOf(server, '/organisations/changes?after=0&limit=1', issuer.adminToken);
  const newest = headers.get('x-directory-position');
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

async function openStream(server, token, place) {
  const opening = request(`${server.origin}/organisations/changes?after=${place}`, {
    headers: { ...allHeaders(token), accept: 'text/event-stream' },
  });
  opening.end();
  const [response] = await once(opening, 'response');
  if (response.statusCode !== 200) throw new Error(`A stream answered ${response.statusCode}.`);
  const changed = new Promise((resolve) => {
    response.on('data', (bytes) => {
      if (bytes.includes('event: change')) resolve();
    });
  });
  return { changed, close: () => opening.destroy() };
}

async function statementsOf({ child }) {
  child.send('count');
  const [count] = await once(child, 'message');
  return count;
}
