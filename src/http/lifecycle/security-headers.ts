import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { TrustedProxies } from '../auth/trusted-proxies.js';

/**
 * Headers of every response (OWASP REST Security). Responses are data, not pages: a browser must not guess their type,
 * frame them, run or load anything for them, or send their address as a referrer.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const strictTransportSecurity = 'max-age=31536000; includeSubDomains';

/**
 * Sets the security headers on every response, and HSTS on those over HTTPS (RFC 6797 §7.2). Call this before adding any
 * hook that rejects requests. A route may override the headers.
 */
export function addSecurityHeaders(fastify: FastifyInstance, proxies: TrustedProxies): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders);
    if (isSecure(request.raw, proxies)) reply.header('strict-transport-security', strictTransportSecurity);
    done();
  });
}

/** Sets `no-store` on responses without Cache-Control. Call this after all hooks that set Cache-Control. */
export function keepOutOfCaches(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}

/** Returns true if this process or a trusted proxy terminates TLS (RFC 7239 §5.4). */
function isSecure(request: IncomingMessage, proxies: TrustedProxies): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true;
  const isForwardedHttps = /(?:^|[;,])\s*proto="?https"?\s*(?:[;,]|$)/i.test(request.headers.forwarded ?? '');
  return isForwardedHttps && proxies.isBehindProxy(request);
}
