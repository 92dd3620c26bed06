import type { FastifyRequest } from 'fastify';
import type { RefusalName, SecurityEvents } from '../../security-events/security-events.js';
import { originOf } from '../lifecycle/request-origin.js';
import { addressBlock } from '../rate-limit/address-block.js';
import { routeLabel } from '../routing/request-path.js';
import type { Problem } from './problem.js';

const eventNames: Readonly<Partial<Record<number, RefusalName>>> = {
  401: 'access.unauthenticated',
  403: 'access.forbidden',
  429: 'access.rate_limited',
};

/** Records a security event for a 401, 403 or 429. The route stands for the path, whose length the caller chooses. */
export function recordRefusal(events: SecurityEvents, request: FastifyRequest, problem: Problem): void {
  const name = eventNames[problem.status];
  if (name === undefined) return;
  const origin = originOf(request);
  events.recordRefusal(name, origin.clientId ?? addressBlock(origin.clientAddress ?? ''), origin, {
    reason: /error="([a-z_]+)"/.exec(problem.headers['www-authenticate'] ?? '')?.[1] ?? problem.code,
    method: request.method,
    route: routeLabel(request.routeOptions.url),
  });
}
