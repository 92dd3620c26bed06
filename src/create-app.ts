import type { Socket } from 'node:net';
import compress from '@fastify/compress';
import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { Logger } from 'nestjs-pino';
import type pino from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { IssuerKeys } from './http/auth/issuer-keys.js';
import { TrustedProxies } from './http/auth/trusted-proxies.js';
import { answerClientError, type ClientError } from './http/errors/client-error.js';
import type { ErrorDialect } from './http/errors/error-dialect.js';
import { ErrorFilter } from './http/errors/error.filter.js';
import { addEntityTags } from './http/caching/entity-tag-hooks.js';
import { gzipThreshold, markCompressedEntityTags } from './http/caching/gzip.js';
import { addCrossOrigin } from './http/lifecycle/cross-origin.js';
import { interactionIdHeader, settleInteractionId } from './http/lifecycle/interaction-id.js';
import { ClientSlots } from './http/overload/client-slots.js';
import { LoadShedder, type RejectionObserver } from './http/overload/load-shedder.js';
import { closeIncompleteRequests } from './http/lifecycle/incomplete-requests.js';
import { accessLogOf, createLogger, lineWriterOf } from './http/logging/logger.js';
import { leaveBodiesUnread } from './http/lifecycle/leave-bodies-unread.js';
import { RequestHooks } from './http/lifecycle/request-hooks.js';
import { addSecurityHeaders, keepOutOfCaches } from './http/lifecycle/security-headers.js';
import { ResponseWithEndEvent } from './http/overload/unread-responses.js';
import { ResponseAdapter } from './http/responses/response-adapter.js';
import { KnownRoutes, routerOptions } from './http/routing/known-routes.js';
import { addBasePathToLinks, PublicAddress } from './http/routing/public-address.js';
import { loggedPath, routeLabel } from './http/routing/request-path.js';
import { tlsOptions } from './http/lifecycle/tls-options.js';
import { Metrics } from './metrics/metrics.js';
import { type LoadedApi, loadApis } from './modules/apis.js';
import { openSecurityEvents } from './security-events/open-security-events.js';
import { servePages } from './serve-pages.js';

/**
 * Assembles the HTTP application, ready to listen, for the service, the tests and the export of the OpenAPI documents.
 * @param databaseUrl a PostgreSQL URL of a migrated database
 */
export async function createApp(
  config: Config,
  databaseUrl: string,
  logger = createLogger(config),
): Promise<NestFastifyApplication> {
  const routes = new KnownRoutes();
  const accessLog = accessLogOf(logger);
  const proxies = new TrustedProxies(config.trustedProxies);
  const hooks = new RequestHooks(accessLog, proxies);
  const events = openSecurityEvents(config, lineWriterOf(logger, config.logFormat), (error, line) => {
    logger.error({ err: error, line }, 'a security event can not be written');
  });
  const apis = await loadApis();
  const [firstApi, ...otherApis] = apis;
  const dialects: [ErrorDialect, ...ErrorDialect[]] = [
    firstApi.errors,
    ...otherApis.map((api) => api.errors),
  ];
  const errors = new ErrorFilter(dialects, routes, hooks, events);
  const adapter = createAdapter(config, logger, errors, (error, socket) => {
    answerClientError(error, socket, firstApi.errors, accessLog, proxies);
  });
  const fastify: FastifyInstance = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    routes.add(route);
    // Nest's filter does not see the routes of plugins.
    route.errorHandler ??= (error, request, reply) => {
      errors.answer(error, request, reply);
    };
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(
      config,
      databaseUrl,
      logger,
      events,
      apis.map((api) => api.module),
    ),
    adapter,
    {
      bodyParser: false,
      // Without Nest's line for each route.
      logger: ['error', 'warn'],
      abortOnError: false,
    },
  );
  app.useGlobalFilters(errors);
  addSecurityHeaders(fastify, proxies);
  addBasePathToLinks(fastify, app.get(PublicAddress));
  const metrics = app.get(Metrics);
  const shedder = new LoadShedder(
    config.maxConcurrentRequests,
    dialects,
    observeRejection(accessLog, metrics, proxies),
  );
  shedder.guard(fastify.server);
  metrics.addRequests(() => shedder.countsWith(app.get(ClientSlots)));
  hooks.addTo(fastify, (request, reply, seconds) => {
    metrics.observeRequest(request.method, routeLabel(request.routeOptions.url), reply.statusCode, seconds);
  });
  closeIncompleteRequests(fastify);
  await addHttpParts(fastify, config, apis);
  await addDevelopmentServer(app, fastify, config);
  await servePages(app, config, apis);
  await app.init();
  await fastify.ready();
  app.useLogger(app.get(Logger));
  return app;
}

/** Logs and counts rejected requests, which never reach the hooks that do so for all others. */
function observeRejection(
  accessLog: pino.Logger,
  metrics: Metrics,
  proxies: TrustedProxies,
): RejectionObserver {
  return (request, { interactionId, status: statusCode }) => {
    const { method = '', url = '' } = request;
    metrics.observeRequest(method, 'turned away', statusCode, 0);
    accessLog.info(
      {
        interactionId,
        method,
        path: loggedPath(url),
        statusCode,
        problem: 'overloaded',
        clientAddress: proxies.clientAddress(request),
      },
      'request',
    );
  };
}

/** Adds the HTTP hooks. Only routes added later get them, so this comes first. */
async function addHttpParts(
  fastify: FastifyInstance,
  config: Config,
  apis: readonly LoadedApi[],
): Promise<void> {
  leaveBodiesUnread(fastify);
  const exposedHeaders = [interactionIdHeader, ...new Set(apis.flatMap((api) => api.exposedHeaders))];
  await addCrossOrigin(fastify, config, exposedHeaders);
  addEntityTags(fastify);
  for (const api of apis) api.addHeaders?.(fastify);
  keepOutOfCaches(fastify);
  await fastify.register(compress, {
    encodings: ['gzip'],
    threshold: gzipThreshold,
    inflateIfDeflated: false,
    // A guard rejects encoded request bodies in its turn.
    globalDecompression: false,
  });
  markCompressedEntityTags(fastify);
}

/** Passes the keys on directly: over TLS this process could not fetch them, as it does not trust its own certificate. */
async function addDevelopmentServer(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  config: Config,
): Promise<void> {
  if (!config.auth.isDevelopmentServer) return;
  // Imported only here, so that a production process never loads it.
  const { mountDevelopmentServer } = await import('./development-server/mount-development-server.js');
  app.get(IssuerKeys).settle(await mountDevelopmentServer(fastify, { ...config.auth, ...config }));
}

/** Time limits for a request's headers and for the whole request; after them the answer is 408. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;

function createAdapter(
  { tls }: Config,
  logger: pino.Logger,
  errors: ErrorFilter,
  clientErrorHandler: (error: ClientError, socket: Socket) => void,
): FastifyAdapter {
  const parser = {
    // Node would answer a request without Host past all hooks; `RequestHooks` rejects it instead.
    requireHostHeader: false,
    headersTimeout: headersTimeoutMs,
    connectionsCheckingInterval: 2_000,
    ServerResponse: ResponseWithEndEvent,
  };
  return new ResponseAdapter({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'interactionId' }),
    genReqId: settleInteractionId,
    ...(tls === null ? { http: parser } : { https: { ...tlsOptions(tls), ...parser } }),
    routerOptions,
    forceCloseConnections: 'idle',
    // Requests on open connections are still answered, then the connection closes.
    return503OnClosing: false,
    requestTimeout: requestTimeoutMs,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      errors.answer(error, request, reply);
    },
    clientErrorHandler,
  });
}
