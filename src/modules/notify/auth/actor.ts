import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EventOrigin } from '../../../security-events/event-origin.js';
import type { Caller } from './caller.js';

/** The client and person behind a request, for the audit. */
export interface Actor extends Caller {
  /** `X-Notify-User-Id`: the person that the admin acts for, not verified; null if absent. */
  readonly userId: string | null;
  readonly interactionId: string;
  /** The same for security events. */
  readonly origin: EventOrigin;
}

const actors = new WeakMap<FastifyRequest, Actor>();

export function setActor(request: FastifyRequest, actor: Actor): void {
  actors.set(request, actor);
}

/** Passes the actor of the request to a handler. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = actors.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (actor === undefined) throw new Error('no guard has settled who makes the request');
  return actor;
});
