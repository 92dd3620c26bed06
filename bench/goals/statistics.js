/** Goal 18: the statistics, first after a change and kept, for an operator and for software, with and without filters. */
import { line } from '../report.js';
import { answerOf, DifferentAnswer } from '../same-answers.js';
import { figure, median, range, spread, summary } from '../statistics.js';
import { tell } from '../tell.js';

/** Milliseconds, from the contract. */
const most = { first: 1_500, kept: 5 };
const path = '/organisations/statistics';
const keptRequests = 20;
/** The measured requests: the query, the caller, and the organisations that match. */
const kinds = {
  operator: { query: '', where: 'true' },
  software: { query: '', where: 'true', isSoftware: true },
  hideInactive: { query: '?hideInactive=true', where: `status = 'Active'` },
  filterBy: { query: '?filterBy=bank', where: `search_text LIKE '%bank%'` },
};

export async function measureStatistics(bench) {
  const { servers, issuer, databases, mode } = bench;
  const server = await servers.shipped();
  const database = await databases.large();
  const software = await issuer.sign({ client_id: 'bench-software', scope: 'directory:software' });
  const results = {};
  for (const [kind, { query, where, isSoftware }] of Object.entries(kinds)) {
    tell(`statistics: ${kind}`);
    const token = isSoftware ? software : issuer.adminToken;
    const first = [];
    const kept = [];
    for (let round = 0; round < (mode === 'full' ? 5 : 2); round++) {
      // Nothing that was counted before is valid after a change.
      await bench.changeSomething(server);
      first.push(await timed(server, path + query, token));
      for (let request = 0; request < keptRequests; request++)
        kept.push(await timed(server, path + query, token));
    }
    await checkCounts(server, path + query, token, database, where);
    results[kind] = { first, kept };
  }
  return [statisticsLine(results)];
}

async function timed(server, target, token) {
  const start = performance.now();
  await answerOf(server, target, token);
  return performance.now() - start;
}

/** @throws DifferentAnswer if a total differs from a plain count */
async function checkCounts(server, target, token, database, where) {
  const { body } = await answerOf(server, target, token);
  const [counted] = await database.query(
    `SELECT count(*)::integer AS organisations, count(*) FILTER (WHERE status = 'Active')::integer AS active,
       (SELECT count(*)::integer FROM directory.organisation_history h JOIN directory.organisation o USING (organisation_id)
        WHERE ${where} AND h.at >= now() - interval '80 days') AS changes
     FROM directory.organisation WHERE ${where}`,
  );
  const sum = (counts) => counts.reduce((total, { Count }) => total + Count, 0);
  const told = {
    organisations: body.totalSize,
    active: body.byStatus.find(({ Status }) => Status === 'Active').Count,
    changes: sum(body.changesByDay),
  };
  const isSame =
    Object.entries(counted).every(([name, count]) => told[name] === count) &&
    [body.byStatus, body.byCountry, body.createdByMonth].every((counts) => sum(counts) === body.totalSize);
  if (isSame) return;
  throw new DifferentAnswer(
    `${target} says ${JSON.stringify(told)}; plain counts say ${JSON.stringify(counted)}`,
  );
}

function statisticsLine(results) {
  const entries = Object.entries(results);
  return line({
    number: 18,
    measured: entries
      .map(([kind, { first, kept }]) => `${kind} ${figure(median(first))} / ${figure(median(kept))} ms`)
      .join('; '),
    spread: entries
      .map(([kind, { first, kept }]) => `${kind} ${range(spread(first))} / ${range(spread(kept))} ms`)
      .join('; '),
    isMet: entries.every(([, { first, kept }]) => median(first) <= most.first && median(kept) <= most.kept),
    details: Object.fromEntries(
      entries.map(([kind, { first, kept }]) => [kind, { firstMs: first, keptMs: summary(kept) }]),
    ),
  });
}
