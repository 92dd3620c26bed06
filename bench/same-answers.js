/** Comparisons are fair only if the servers do the same work: their responses must agree. */
import { isDeepStrictEqual } from 'node:util';
import { allHeaders } from './load.js';

/** The responses of servers differ, or one is not as expected. */
export class DifferentAnswer extends Error {}

/** The body of a 200, as text and parsed. */
export async function answerOf(server, path, token, headers = {}) {
  const answer = await fetch(`${server.origin}${path}`, { headers: { ...allHeaders(token), ...headers } });
  const text = await answer.text();
  if (answer.status !== 200)
    throw new DifferentAnswer(
      `${server.name ?? server.origin}${path} answered ${answer.status}: ${text.slice(0, 500)}`,
    );
  return { text, body: JSON.parse(text), headers: answer.headers };
}

/**
 * Compares pages: their organisations must be the same bytes in the same order; members of the envelope may be in another
 * order.
 * @throws DifferentAnswer
 */
export async function checkSamePages(servers, paths, token) {
  for (const path of paths) {
    const [first, ...others] = await Promise.all(servers.map((server) => answerOf(server, path, token)));
    if (first.body.content.length === 0)
      throw new DifferentAnswer(`${path} holds nothing that could be compared`);
    for (const [index, other] of others.entries()) {
      const isSame =
        JSON.stringify(first.body.content) === JSON.stringify(other.body.content) &&
        isDeepStrictEqual(first.body, other.body);
      if (!isSame)
        throw new DifferentAnswer(
          `${servers[0].name} and ${servers[index + 1].name} answer ${path} differently`,
        );
    }
  }
}
