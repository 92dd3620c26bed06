import type { Answer } from './answer.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Expects a generated interaction id, an RFC 4122 UUID. */
export function expectFreshInteractionId(answer: Answer): void {
  expect(answer.headers.get('x-fapi-interaction-id')).toMatch(uuid);
}

/** Checks headers of every response: the date and, with a body, a JSON content type. */
export function expectFramed(answer: Answer): void {
  expect(Date.parse(answer.headers.get('date') ?? '')).not.toBeNaN();
  if (answer.text === '') return;
  expect(answer.headers.get('content-type')).toMatch(/^application\/json(; ?charset=utf-8)?$/i);
}

/** Checks an error response: the status, the common headers, and a body with sentences only. */
export function expectErrors(answer: Answer, status: number): void {
  expect({ status: answer.status, body: answer.body }).toEqual({
    status,
    body: { errors: expect.arrayContaining([expect.any(String)]) as unknown },
  });
  expect(sentencesOf(answer).every((sentence) => typeof sentence === 'string' && sentence !== '')).toBe(true);
  expectFramed(answer);
}

/** Returns the sentences of an error response. */
export function sentencesOf(answer: Answer): unknown[] {
  const { body } = answer;
  const isObject = typeof body === 'object' && body !== null;
  return isObject && 'errors' in body && Array.isArray(body.errors) ? (body.errors as unknown[]) : [];
}
