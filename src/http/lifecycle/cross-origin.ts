import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../../config/config.js';
import { Forbidden, nothingHere, type Problem } from '../errors/problem.js';
import { shortened } from '../errors/shortened.js';

type CrossOriginConfig = Pick<Config, 'corsOrigins' | 'isProduction'>;

/** Seconds for which a browser may remember the response to a preflight. */
const maxAgeSeconds = 600;

/**
 * Answers preflights of the allowed origins (CORS) and rejects those of others. Outside production the error names the
 * setting. Call this before any route is added.
 * @param exposedHeaders response headers that a page may read
 */
export async function addCrossOrigin(
  fastify: FastifyInstance,
  config: CrossOriginConfig,
  exposedHeaders: string[],
): Promise<void> {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(preflightFault(request, config));
  });
  if (config.corsOrigins.length === 0) return;
  await fastify.register(cors, {
    origin: [...config.corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders,
    maxAge: maxAgeSeconds,
  });
}

function preflightFault(request: FastifyRequest, config: CrossOriginConfig): Problem | undefined {
  const origin = originOfPreflight(request);
  return origin === undefined || config.corsOrigins.includes(origin)
    ? undefined
    : refusalOf(origin, request, config);
}

/** Returns undefined for other requests, and for paths with an OPTIONS route of their own, as the development server has. */
function originOfPreflight({ method, headers, is404, routeOptions }: FastifyRequest): string | undefined {
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  // `*` is the route of the CORS plugin.
  return isPreflight && (is404 || routeOptions.url === '*') ? headers.origin : undefined;
}

function refusalOf(
  origin: string,
  request: FastifyRequest,
  { corsOrigins, isProduction }: CrossOriginConfig,
): Problem {
  const advice = `The origin ${shortened(origin)} is not among CORS_ORIGINS, so browsers block its requests. Add it to CORS_ORIGINS and restart the service.`;
  if (!isProduction) request.log.warn(advice);
  if (corsOrigins.length === 0) return nothingHere(isProduction ? null : advice);
  return new Forbidden(isProduction ? 'The origin is not allowed.' : advice);
}
