/** Goal 7: filterBy with terms that match one organisation or very many, first and repeated. */
import { answerOf, DifferentAnswer } from '../same-answers.js';
import { line } from '../report.js';
import { figure, median, range, spread, summary } from '../statistics.js';
import { tell } from '../tell.js';

const kinds = {
  selective: { most: 25, repeated: 5 },
  common: { most: 400, repeated: 5, terms: ['bank', 'limited', 'banco', 'credit'] },
  'one letter': { most: 400, repeated: 5, terms: ['a', 'e', 'o', 'z'] },
};
const selectiveTerms = 8;

export async function measureSearch(bench) {
  const { servers, load, plan, databases, issuer } = bench;
  const server = await servers.shipped();
  const database = await databases.large();
  await load.read([server], '/organisations?size=25&filterBy=warm', { seconds: plan.warmUpS });
  const results = {};
  for (const [kind, { terms = selective(bench) }] of Object.entries(kinds)) {
    tell(`search: ${kind}`);
    const [first, repeated] = [[], []];
    for (const term of terms) {
      const path = `/organisations?size=25&filterBy=${encodeURIComponent(term)}`;
      // A change of another organisation, which invalidates earlier results.
      await bench.changeSomething(server);
      first.push(await timed(server, path, issuer.adminToken));
      repeated.push(
        ...(await load.sequence(
          server,
          Array.from({ length: 10 }, () => path),
          plan.requestsS,
        )),
      );
      await checkTotal(server, path, term, database, issuer.adminToken);
    }
    results[kind] = { terms, first, repeated };
  }
  return [searchLine(results)];
}

/** Names that one organisation has, including its number. */
function selective({ rows, organisationAt, random }) {
  return Array.from({ length: selectiveTerms }, () => {
    const index = Math.floor(rows / 2) + random.below(Math.floor(rows / 2));
    return organisationAt(index).OrganisationName;
  });
}

async function timed(server, path, token) {
  // The change was the last request of this connection pool, so there is a connection.
  const start = performance.now();
  await answerOf(server, path, token);
  return performance.now() - start;
}

/** @throws DifferentAnswer if the total differs from a plain count */
async function checkTotal(server, path, term, database, token) {
  const [{ count }] = await database.query(
    `SELECT count(*)::integer FROM directory.organisation WHERE search_text LIKE '%' || directory.fold($1) || '%'`,
    [term],
  );
  const { body } = await answerOf(server, path, token);
  if (body.totalSize === count && count > 0) return;
  throw new DifferentAnswer(`filterBy=${term} says totalSize ${body.totalSize}; a plain count says ${count}`);
}

function searchLine(results) {
  const entries = Object.entries(results);
  const isMet = entries.every(
    ([kind, { first, repeated }]) =>
      median(first) <= kinds[kind].most && median(repeated) <= kinds[kind].repeated,
  );
  return line({
    number: 7,
    measured: entries
      .map(
        ([kind, { first, repeated }]) => `${kind} ${figure(median(first))} / ${figure(median(repeated))} ms`,
      )
      .join('; '),
    spread: entries.map(([kind, { first }]) => `${kind} ${range(spread(first))} ms`).join('; '),
    isMet,
    details: Object.fromEntries(
      entries.map(([kind, { terms, first, repeated }]) => [
        kind,
        { terms, firstMs: first, repeatedMs: summary(repeated) },
      ]),
    ),
  });
}
