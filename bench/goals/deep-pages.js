/** Goal 5: any page of the default order, the last one included, compared with the first. */
import { line } from '../report.js';
import { figure, median, spread, summary } from '../statistics.js';
import { tell } from '../tell.js';

const most = 3;
const size = 25;
/** Pages along the order, in addition to the second and the last. */
const samples = { full: 20, short: 6 };

export async function measureDeepPages({ servers, load, plan, rows, mode }) {
  const server = await servers.withoutPageCache();
  const last = Math.ceil(rows / size) - 1;
  const pages = [1, ...along(samples[mode], last), last];
  const atEach = Math.max(5, Math.round(plan.requests / 5));
  await load.read([server], pathOf(0), { seconds: plan.warmUpS });
  tell(`${pages.length} pages of the default order`);
  const times = new Map([[0, []], ...pages.map((page) => [page, []])]);
  for (let round = 1; round <= plan.rounds; round++) {
    for (const [page, found] of times) {
      const paths = Array.from({ length: Math.ceil(atEach / plan.rounds) + 1 }, () => pathOf(page));
      found.push(...(await load.sequence(server, paths, plan.requestsS)));
    }
  }
  const first = median(times.get(0));
  const each = pages.map((page) => ({ page, ...summary(times.get(page)) }));
  const slowest = each.reduce((one, other) => (one.median >= other.median ? one : other));
  return [
    line({
      number: 5,
      measured:
        `first page ${figure(first)} ms, median page ${figure(median(each.map((page) => page.median)))} ms, ` +
        `last (${last.toLocaleString('en-GB')}) ${figure(each.at(-1).median)} ms; the slowest (${slowest.page.toLocaleString('en-GB')}) ` +
        `${figure(slowest.median)} ms, so ${figure(slowest.median / first)} x`,
      spread: `p50 of the pages ${figure(spread(each.map((page) => page.median)).least)} to ${figure(slowest.median)} ms`,
      isMet: slowest.median <= most * first,
      details: { firstMs: summary(times.get(0)), pages: each },
    }),
  ];
}

function along(count, last) {
  return Array.from({ length: count }, (_, index) => Math.round((last * (index + 0.5)) / count));
}

function pathOf(page) {
  return `/organisations?size=${size}&page=${page}`;
}
