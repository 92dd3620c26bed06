import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { interactionIdHeader } from '../lifecycle/interaction-id.js';
import { securityHeaders } from '../lifecycle/security-headers.js';
import type { ErrorDialect } from './error-dialect.js';
import { Invalid, Problem } from './problem.js';

/** What Node's HTTP parser says of a request that it can't read. */
export interface ClientError extends Error {
  readonly code?: string;
}

/** The latest answer on each connection. */
const latestAnswers = new WeakMap<Duplex, ServerResponse>();

/** To be called for each request that could be read, before it is answered. */
export function rememberAnswer(connection: Duplex, answer: ServerResponse): void {
  latestAnswers.set(connection, answer);
}

/**
 * Answers what Node's HTTP parser refused: 431 for header fields over its limit, 408 for a request that did not come
 * in time, 400 for anything malformed. There is no request object, so the answer is framed by hand; no path is known,
 * so the dialect is that of paths which nobody owns. It gets its line in the log, as every request does.
 */
export function answerClientError(
  error: ClientError,
  connection: Socket,
  dialect: ErrorDialect,
  accessLog: Pick<FastifyBaseLogger, 'info'>,
): void {
  // What is no matter of HTTP, a reset or a TLS handshake that failed, takes no answer, nor does a half-written one.
  if (!isOfHttp(error) || !connection.writable || isAnswering(connection)) {
    connection.destroy();
    return;
  }
  const problem = problemOf(error.code);
  const body = JSON.stringify(dialect.render(problem));
  const interactionId = randomUUID();
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Date: ${new Date().toUTCString()}`,
    `${interactionIdHeader}: ${interactionId}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}`),
    'cache-control: no-store',
    'Connection: close',
  ];
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const { status: statusCode, code } = problem;
  accessLog.info(
    { interactionId, statusCode, problem: code, remoteAddress: connection.remoteAddress },
    'request',
  );
}

/** True for what Node's parser and its timeouts say; a TLS connection that never came about would wait for ever. */
function isOfHttp({ code = '' }: ClientError): boolean {
  return code.startsWith('HPE_') || code.startsWith('ERR_HTTP_');
}

function isAnswering(connection: Duplex): boolean {
  const answer = latestAnswers.get(connection);
  return answer !== undefined && answer.headersSent && !answer.writableEnded;
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Problem(431, 'headers-too-large', ['The header fields are larger than is read.']);
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem(408, 'request-timeout', ['The request did not come in time.']);
  return new Invalid(['The request is not well-formed HTTP.']);
}
