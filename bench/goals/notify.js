/** Goal 13: the Notify API's heavy reads, compared with SQL for the same rows, and their number of statements. */
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { line } from '../report.js';
import { notifyKey } from '../servers.js';
import { figure, median, range, ratio } from '../statistics.js';
import { tell } from '../tell.js';
import {
  busyOrganisation,
  byDomainSql,
  fewSizes,
  fillStatements,
  listSql,
  sizes,
  usageSql,
  usageYear,
} from './notify-data.js';

const most = 3;
/** A new process is several times slower, and reads of few milliseconds are timed more often. */
const plans = {
  full: { rounds: 15, timedMs: 3_000, warmUpMs: 5_000 },
  short: { rounds: 5, timedMs: 500, warmUpMs: 1_000 },
};
const reads = {
  [`list of ${sizes.organisations.toLocaleString('en-GB')}`]: { path: '/organisation', sql: listSql },
  'by-domain': { path: '/organisation/by-domain?domain=team.d7.gov.uk', sql: byDomainSql },
  [`usage of ${sizes.usageServices} services`]: {
    path: `/organisation/${busyOrganisation}/services-with-usage?year=${usageYear}`,
    sql: usageSql,
  },
};

export async function measureNotify({ servers, server, mode }) {
  tell('Notify: filling');
  const many = await fill(server, 'notify', sizes);
  const few = await fill(server, 'notify_few', fewSizes);
  const times = await timeReads(servers, many, plans[mode]);
  tell('Notify: counting statements');
  const counts = { few: await countStatements(servers, few), many: await countStatements(servers, many) };
  return [notifyLine(times, counts)];
}

async function fill(server, purpose, size) {
  const database = await server.createDatabase(purpose);
  for (const [sql, values] of fillStatements(size)) await database.query(sql, values);
  await database.query(
    `INSERT INTO notify.api_key (id, name, sha256, scopes, created_at)
     VALUES (gen_random_uuid(), 'bench', sha256($1::text::bytea), '{read}', now())`,
    [notifyKey],
  );
  await database.query('VACUUM ANALYZE');
  return database;
}

async function timeReads(servers, database, { rounds, timedMs, warmUpMs }) {
  const service = await servers.startService({ MAIL_WORKER: 'false' }, { database });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const times = {};
  for (const [name, { path, sql }] of Object.entries(reads)) {
    tell(`Notify: ${name}`);
    const both = async () => ({
      request: await timed(() => answered(service, path)),
      sql: await timed(() => client.query(sql)),
    });
    await repeat(both, { rounds: 3, forMs: warmUpMs });
    const samples = await repeat(both, { rounds, forMs: timedMs });
    times[name] = {
      request: samples.map(({ request }) => request),
      sql: samples.map(({ sql: statement }) => statement),
    };
  }
  await client.end();
  await service.stop();
  return times;
}

/** Number of statements of each read, in a process that is not timed. */
async function countStatements(servers, database) {
  const counter = pathToFileURL(join(import.meta.dirname, '..', 'count-statements.js')).href;
  const service = await servers.startService(
    { MAIL_WORKER: 'false', NODE_OPTIONS: `--import=${counter}` },
    { database, withMessages: true },
  );
  const counted = async () => {
    const answer = once(service.child, 'message');
    service.child.send('count');
    return (await answer)[0];
  };
  const counts = {};
  for (const [name, { path }] of Object.entries(reads)) {
    // The first request of a kind may fill caches.
    await answered(service, path);
    await counted();
    await answered(service, path);
    counts[name] = await counted();
  }
  await service.stop();
  return counts;
}

/** Min rounds and min duration. */
async function repeat(task, { rounds, forMs }) {
  const results = [];
  const end = performance.now() + forMs;
  while (results.length < rounds || performance.now() < end) results.push(await task());
  return results;
}

async function timed(task) {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

async function answered({ origin }, path) {
  const answer = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${notifyKey}` } });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
}

function notifyLine(times, { few, many }) {
  const cases = Object.entries(times).map(([name, { request, sql }]) => ({
    name,
    requestMs: median(request),
    sqlMs: median(sql),
    ratio: ratio(request, sql),
    statements: { few: few[name], many: many[name] },
  }));
  const isConstant = cases.every(({ statements }) => statements.few === statements.many);
  return line({
    number: 13,
    measured:
      cases
        .map(
          ({ name, requestMs, sqlMs, ratio: { median: factor }, statements }) =>
            `${name} ${figure(requestMs)} ms against ${figure(sqlMs)} ms, so ${figure(factor)} x, ${statements.many} statements`,
        )
        .join('; ') + (isConstant ? '' : '; the number of statements grows with the data'),
    spread: cases.map(({ name, ratio: factor }) => `${name} ${range(factor)} x`).join('; '),
    isMet: isConstant && cases.every(({ ratio: { median: factor } }) => factor <= most),
    details: { cases },
  });
}
