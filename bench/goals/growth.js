/** Goal 4: the time of a request in the large directory, compared with a directory of 1,000 organisations. */
import { smallRows } from '../databases.js';
import { line } from '../report.js';
import { figure, median, ratio } from '../statistics.js';
import { tell } from '../tell.js';

const most = 1.3;

export async function measureGrowth({ servers, load, plan, rows, organisationAt, random }) {
  const large = { server: await servers.withoutPageCache(), rows, times: {} };
  const small = { server: await servers.smallWithoutPageCache(), rows: smallRows, times: {} };
  const some = (make) => Array.from({ length: plan.requests }, make);
  const anyOf = (size) => organisationAt(random.below(size));
  const kinds = {
    'first page': () => some(() => '/organisations?size=25'),
    'by id': (size) => some(() => `/organisations/${anyOf(size).OrganisationId}`),
    hideInactive: () => some(() => '/organisations?size=25&hideInactive=true'),
    displayMine: (size) =>
      some(() => `/organisations?size=25&displayMine=${administratorOf(() => anyOf(size))}`),
  };
  for (const { server } of [large, small])
    await load.read([server], '/organisations?size=25', { seconds: plan.warmUpS });
  for (let round = 1; round <= plan.rounds; round++) {
    tell(`growth, round ${round} of ${plan.rounds}`);
    for (const [kind, paths] of Object.entries(kinds)) {
      for (const side of [large, small]) {
        const times = await load.sequence(side.server, paths(side.rows), plan.requestsS);
        // The first requests of a kind fill the caches of the connections.
        (side.times[kind] ??= []).push(median(times.slice(Math.floor(times.length / 5))));
      }
    }
  }
  return [growthLine(large.times, small.times)];
}

/** An administrator of an organisation. */
function administratorOf(pick) {
  for (;;) {
    const active = pick().AdminUsers.find(({ Status }) => Status === 'Active');
    if (active !== undefined) return active.UserEmail;
  }
}

function growthLine(large, small) {
  const kinds = Object.keys(large).map((kind) => ({
    kind,
    largeMs: median(large[kind]),
    smallMs: median(small[kind]),
    ratio: ratio(large[kind], small[kind]),
  }));
  return line({
    number: 4,
    measured: kinds
      .map(
        ({ kind, largeMs, smallMs, ratio: { median: times } }) =>
          `${kind} ${figure(largeMs)} ms against ${figure(smallMs)} ms, so ${figure(times)} x`,
      )
      .join('; '),
    spread: kinds
      .map(({ kind, ratio: { least, most: highest } }) => `${kind} ${figure(least)} to ${figure(highest)} x`)
      .join('; '),
    isMet: kinds.every(({ ratio: { median: times } }) => times <= most),
    details: { kinds },
  });
}
