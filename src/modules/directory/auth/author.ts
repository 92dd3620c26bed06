import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { originOf } from '../../../http/lifecycle/request-origin.js';
import type { EventOrigin } from '../../../security-events/event-origin.js';
import type { Caller } from './caller.js';
import { callerOf } from './caller.decorator.js';

/** The author of a change, with the signature that the history keeps. */
export interface Author {
  readonly caller: Caller;
  readonly signature: {
    readonly clientId: string;
    readonly userEmail: string | null;
    readonly interactionId: string;
  };
  /** The same for security events. */
  readonly origin: EventOrigin;
}

/** The author of the request under way. */
export const CurrentAuthor = createParamDecorator((_: unknown, context: ExecutionContext): Author => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const caller = callerOf(request);
  return {
    caller,
    signature: { clientId: caller.clientId, userEmail: caller.userEmail, interactionId: request.id },
    origin: originOf(request),
  };
});
