import type { FastifyRequest } from 'fastify';
import type { EventOrigin } from '../../security-events/event-origin.js';

/** The client and person of a valid token, in the form of the logs. */
export type LoggedIdentity = Pick<EventOrigin, 'clientId' | 'user' | 'jti'>;

interface RequestFacts {
  readonly clientAddress: string | null;
  identity: LoggedIdentity;
}

const nobody: LoggedIdentity = { clientId: null, user: null, jti: null };
const facts = new WeakMap<FastifyRequest, RequestFacts>();

/** Remembers the address of a request's client at its arrival. */
export function setClientAddress(request: FastifyRequest, clientAddress: string | null): void {
  facts.set(request, { clientAddress, identity: nobody });
}

/** Remembers the identity of a request with a valid token, for guards. */
export function setIdentity(request: FastifyRequest, identity: LoggedIdentity): void {
  const known = facts.get(request);
  if (known === undefined) facts.set(request, { clientAddress: null, identity });
  else known.identity = identity;
}

/** Returns the origin of a request for the access log and the security events. */
export function originOf(request: FastifyRequest): EventOrigin {
  const { clientAddress, identity } = facts.get(request) ?? { clientAddress: null, identity: nobody };
  const { clientId, user, jti } = identity;
  return { clientId, user, jti, clientAddress, interactionId: request.id };
}
