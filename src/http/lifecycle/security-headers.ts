import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { TrustedProxies } from '../auth/trusted-proxies.js';

/**
 * What every answer carries, whoever makes it: it is data, not a page, so a browser that is led here must neither guess
 * its type, nor frame it, nor run or load anything for it, nor tell others where it was (OWASP REST Security).
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const strictTransportSecurity = 'max-age=31536000; includeSubDomains';

/**
 * Puts the headers on every answer that hooks see, and asks for HTTPS on those that leave by it (RFC 6797 §7.2). To be
 * called before any hook is added that refuses requests; a route may say something else in their place.
 */
export function addSecurityHeaders(fastify: FastifyInstance, proxies: TrustedProxies): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders);
    if (isSecure(request.raw, proxies)) reply.header('strict-transport-security', strictTransportSecurity);
    done();
  });
}

/** What nobody said may be kept is not kept by anybody. To be called after whatever else says what may be kept. */
export function keepOutOfCaches(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}

/** True where this process ends TLS, or a trusted proxy says that it did (RFC 7239 §5.4). */
function isSecure(request: IncomingMessage, proxies: TrustedProxies): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
  const isSaid = /(?:^|[;,])\s*proto="?https"?\s*(?:[;,]|$)/i.test(request.headers.forwarded ?? '');
  return isSaid && proxies.isBehindProxy(request);
}
