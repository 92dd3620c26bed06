import Fastify, { type FastifyInstance } from 'fastify';
import { securityHeaders } from '../http/lifecycle/security-headers.js';
import { routerOptions } from '../http/routing/known-routes.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Readiness } from './readiness.js';

/** Time limits for a request's headers and for the whole request. */
const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;

/**
 * Returns the server of MANAGEMENT_PORT, not yet listening: `/health/live`, `/health/ready` and `/metrics` over plain
 * HTTP, and 404 for anything else. `close` cuts its connections, so that no scrape delays a shutdown.
 */
export function createManagementServer(readiness: Readiness, metrics: Metrics): FastifyInstance {
  const server = Fastify({
    routerOptions,
    forceCloseConnections: true,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: 1_000 },
  });
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers({ ...securityHeaders, 'cache-control': 'no-store' });
    done();
  });
  // No path takes a body.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const reason = await readiness.reasonAgainst();
    return reply.code(reason === null ? 200 : 503).send({ status: reason ?? 'ready' });
  });
  server.get('/metrics', async (_request, reply) => {
    return reply.type(metrics.contentType).send(await metrics.text());
  });
  server.setNotFoundHandler((_request, reply) => {
    void reply.code(404).send({ status: 'not found' });
  });
  server.setErrorHandler((_error, _request, reply) => {
    void reply.code(500).send({ status: 'failed' });
  });
  return server;
}
