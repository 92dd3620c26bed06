import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { maxHeaderSize, type ServerResponse, STATUS_CODES } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { interactionIdHeader } from '../lifecycle/interaction-id.js';
import type { TrustedProxies } from '../auth/trusted-proxies.js';
import { securityHeaders } from '../lifecycle/security-headers.js';
import type { ErrorDialect } from './error-dialect.js';
import { Invalid, Problem } from './problem.js';

/** An error of Node's HTTP parser. */
export interface ClientError extends Error {
  readonly code?: string;
}

/** The latest response on each connection. */
const latestResponses = new WeakMap<Duplex, ServerResponse>();

/** Remembers the response of each parsed request. */
export function rememberResponse(connection: Duplex, response: ServerResponse): void {
  latestResponses.set(connection, response);
}

/**
 * Responds to a request that Node's HTTP parser rejects: 431 for headers above the limit, 408 for a late request, 400 for
 * a malformed one. There is no request object, so the response is written by hand and logged here.
 * @param dialect of unknown paths, since there is no path
 */
export function answerClientError(
  error: ClientError,
  connection: Socket,
  dialect: ErrorDialect,
  accessLog: Pick<FastifyBaseLogger, 'info'>,
  proxies: TrustedProxies,
): void {
  // There is no response to a reset or a failed TLS handshake, nor after a half-written response.
  if (!isHttpError(error) || !connection.writable || isResponding(connection)) {
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
    { interactionId, statusCode, problem: code, clientAddress: proxies.addressOfPeer(connection) },
    'request',
  );
}

/** Returns true for errors of Node's parser and its timeouts, not for TLS errors: those clients can't read a response. */
function isHttpError({ code = '' }: ClientError): boolean {
  return code.startsWith('HPE_') || code.startsWith('ERR_HTTP_');
}

function isResponding(connection: Duplex): boolean {
  const response = latestResponses.get(connection);
  return response !== undefined && response.headersSent && !response.writableEnded;
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Problem(431, 'headers-too-large', [
      `The header fields are larger than ${maxHeaderSize} bytes, the maximum. Send fewer cookies or a shorter token.`,
    ]);
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem(408, 'request-timeout', [
      'The request did not arrive in time. Send it again, all of it at once.',
    ]);
  return new Invalid(['The request is not well-formed HTTP/1.1. Check its request line and header fields.']);
}
