import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from '../../http/routing/request-path.js';
import { isNotifyPath } from './notify-paths.js';

/** Headers of every response of the peer (contract section 1.0). */
const fixedHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store, no-cache, private, must-revalidate',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'access-control-allow-origin': '*',
};

const traceId = /^([0-9a-f]{16}|[0-9a-f]{32})$/i;
const spanId = /^[0-9a-f]{16}$/i;

/** Sets Notify's headers on every response under its paths, errors included. */
export function addNotifyHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (isNotifyPath(pathOf(request.url))) reply.headers(notifyHeaders(request));
    done(null, payload);
  });
}

/** Returns the headers of every response to this request. */
export function notifyHeaders(request: Pick<FastifyRequest, 'headers'>): Record<string, string> {
  return {
    ...fixedHeaders,
    'x-b3-traceid': given(request, 'x-b3-traceid', traceId) ?? randomBytes(16).toString('hex'),
    'x-b3-spanid': given(request, 'x-b3-spanid', spanId) ?? randomBytes(8).toString('hex'),
  };
}

/** Returns the caller's own trace header if it is valid. */
function given(request: Pick<FastifyRequest, 'headers'>, name: string, form: RegExp): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
