/** Servers are compared only where they do the same work: their answers must agree. */
import { isDeepStrictEqual } from 'node:util';
import { allHeaders } from './load.js';

/** The answers of servers differ, or one is not what it should be. */
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
 * The organisations of a page must be the same bytes in the same order; the envelope around them may order its members
 * in another way.
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
