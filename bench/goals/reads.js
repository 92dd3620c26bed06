/** Goals 1 to 3: repeated reads of the first page, compared with bare Fastify and the usual NestJS way. */
import { answerOf, checkSamePages } from '../same-answers.js';
import { line } from '../report.js';
import { figure, median, range, ratio, spread, summary } from '../statistics.js';
import { tell } from '../tell.js';

const firstPage = '/organisations?size=25';
const compared = [firstPage, '/organisations?size=25&page=3', '/organisations?size=7&page=11'];

export async function measureReads(bench) {
  const { plan, issuer } = bench;
  const contestants = await startContestants(bench);
  const names = Object.keys(contestants);
  await checkSamePages(
    names.map((name) => contestants[name].server),
    compared,
    issuer.adminToken,
  );
  if (bench.wants(3)) {
    const { headers } = await answerOf(contestants.unchanged.server, firstPage, issuer.adminToken);
    contestants.unchanged.how = { expected: 304, headers: { 'if-none-match': headers.get('etag') } };
  }
  for (const name of names) {
    tell(`warming up: ${name}`);
    await readFirstPage(bench, contestants[name], plan.warmUpS);
  }
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 1; round <= plan.rounds; round++) {
    tell(`first page, round ${round} of ${plan.rounds}`);
    for (const name of names) rates[name].push(await readFirstPage(bench, contestants[name], plan.sampleS));
  }
  return [
    ...(bench.wants(1) ? [uncachedLine(rates)] : []),
    ...(bench.wants(2) ? [cachedLine(2, 5, rates.cached, rates.bare)] : []),
    ...(bench.wants(3) ? [cachedLine(3, 6, rates.unchanged, rates.bare)] : []),
  ];
}

async function readFirstPage({ load, server: database }, { server, how }, seconds) {
  await database.untilIdle();
  return load.read([server], firstPage, { ...how, seconds });
}

/** The servers of the requested goals, started at the same time. */
async function startContestants({ servers, wants }) {
  const starting = {
    bare: servers.bare(),
    ...(wants(1)
      ? {
          uncached: servers.withoutPageCache(),
          usual: servers.usual('count-buckets'),
          counting: servers.usual('count'),
        }
      : {}),
    ...(wants(2) ? { cached: servers.shipped() } : {}),
    ...(wants(3) ? { unchanged: servers.shipped() } : {}),
  };
  const entries = Object.entries(starting).map(async ([name, server]) => [name, { server: await server }]);
  return Object.fromEntries(await Promise.all(entries));
}

function uncachedLine({ uncached, bare, usual, counting }) {
  const toBare = ratio(uncached, bare);
  const toUsual = ratio(uncached, usual);
  const toCounting = ratio(uncached, counting);
  return line({
    number: 1,
    measured:
      `${figure(median(uncached))}/s; bare ${figure(median(bare))}/s, so ${figure(toBare.median)} x; ` +
      `usual ${figure(median(usual))}/s, so ${figure(toUsual.median)} x (usual with count(*) ${figure(median(counting))}/s, so ${figure(toCounting.median)} x)`,
    spread: `${range(spread(uncached))}/s; ${range(toBare)} x bare; ${range(toUsual)} x usual`,
    isMet: toBare.median >= 1.8 && toUsual.median >= 5,
    details: { toBare, toUsual, toCounting, rates: { uncached, bare, usual, counting } },
  });
}

function cachedLine(number, least, rates, bare) {
  const toBare = ratio(rates, bare);
  return line({
    number,
    measured: `${figure(median(rates))}/s; bare ${figure(median(bare))}/s, so ${figure(toBare.median)} x`,
    spread: `${range(spread(rates))}/s; ${range(toBare)} x bare`,
    isMet: toBare.median >= least,
    details: { toBare, rate: summary(rates), rates, bare },
  });
}
