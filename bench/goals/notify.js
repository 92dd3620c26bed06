/** Goal 13: the Notify API's heavy reads beside the SQL that yields the same rows, and how many statements they take. */
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
const warmUps = 3;
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
  const times = await timeReads(servers, many, mode === 'full' ? 15 : 5);
  tell('Notify: counting statements');
  const counts = { few: await countStatements(servers, few), many: await countStatements(servers, many) };
  return [notifyLine(times, counts)];
}

async function fill(server, purpose, size) {
  const database = await server.createDatabase(purpose);
  for (const [sql, values] of fillStatements(size)) await database.query(sql, values);
  await database.query('VACUUM ANALYZE');
  return database;
}

async function timeReads(servers, database, rounds) {
  const service = await servers.startService({ MAIL_WORKER: 'false' }, { database });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const times = {};
  for (const [name, { path, sql }] of Object.entries(reads)) {
    tell(`Notify: ${name}`);
    times[name] = { request: [], sql: [] };
    for (let round = -warmUps; round < rounds; round++) {
      const request = await timed(() => answered(service, path));
      const statement = await timed(() => client.query(sql));
      if (round < 0) continue;
      times[name].request.push(request);
      times[name].sql.push(statement);
    }
  }
  await client.end();
  await service.stop();
  return times;
}

/** Of each read, in a process that is not timed. */
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
    // The first request of a kind may look up what is kept from then on.
    await answered(service, path);
    await counted();
    await answered(service, path);
    counts[name] = await counted();
  }
  await service.stop();
  return counts;
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
