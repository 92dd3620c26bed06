import type { Answer } from './answer.js';
import type { TestApp } from './app.js';
import { expectErrors } from './framing.js';

const invalidToken =
  /^Bearer realm="organisations-directory", error="invalid_token", error_description="[^"\\]+"$/;

/** 401 with the challenge for an invalid token (RFC 6750 §3.1). */
export function expectInvalidToken(answer: Answer): void {
  expectErrors(answer, 401);
  expect(answer.headers.get('www-authenticate')).toMatch(invalidToken);
}

/** Sends GET /organisations with this token. */
export function getWith(
  service: Pick<TestApp, 'as'>,
  token: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return service
    .as(null)
    .get('/organisations', { headers: { authorization: `Bearer ${token}`, ...headers } });
}
