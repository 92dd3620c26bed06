/** Goals 14 and 15: the positions that the sequencer gives, and deep pages of the log. */
import { setTimeout as sleep } from 'node:timers/promises';
import { line } from '../report.js';
import { figure, median, range, ratio } from '../statistics.js';
import { tell } from '../tell.js';

const leastPerSecond = 2_000;
const mostGrowth = 1.3;
const pageSize = 1_000;
const lookEveryMs = 50;

export async function measureChangeLog(bench) {
  const server = await bench.servers.shipped();
  return [
    ...(bench.wants(14) ? [await sequencerLine(bench)] : []),
    ...(bench.wants(15) ? [await pagesLine(bench, server)] : []),
  ];
}

/** A new log gives every entry a position again. */
async function sequencerLine({ databases, mode }) {
  const database = await databases.large();
  const entries = await entriesOf(database);
  const rates = [];
  for (let round = 0; round < (mode === 'full' ? 3 : 1); round++) {
    tell(`sequencer: ${entries} entries`);
    await database.query('SELECT directory.begin_change_log()');
    const start = performance.now();
    await untilSequenced(database);
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

/** Returns the number of entries of all histories. */
async function entriesOf(database) {
  const [{ entries }] = await database.query(
    `SELECT (SELECT count(*) FROM directory.organisation_history)::integer
       + (SELECT count(*) FROM directory.flag_history)::integer AS entries`,
  );
  return entries;
}

/** Waits until the log has all entries. Returns the newest position. */
export async function untilSequenced(database) {
  const entries = await entriesOf(database);
  for (;;) {
    const position = await positionOf(database);
    if (position >= entries) return position;
    await sleep(lookEveryMs);
  }
}

async function positionOf(database) {
  const [{ position }] = await database.query(
    'SELECT position::integer AS position FROM directory.change_log_head',
  );
  return position;
}

/** Each request begins at another position, so that no page is read twice. */
async function pagesLine({ databases, load, plan }, server) {
  const database = await databases.large();
  const position = await untilSequenced(database);
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
