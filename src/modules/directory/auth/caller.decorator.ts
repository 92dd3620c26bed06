import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Remembers who a request comes from; the guard's to call. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

const expiries = new WeakMap<FastifyRequest, number>();

/** Remembers when the token of a request expires, in milliseconds since 1970; the guard's to call. */
export function setTokenExpiry(request: FastifyRequest, expiresAtMs: number): void {
  expiries.set(request, expiresAtMs);
}

/** The expiry of the request's token in milliseconds since 1970; null where nobody says. */
export const TokenExpiry = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | null =>
    expiries.get(context.switchToHttp().getRequest<FastifyRequest>()) ?? null,
);

/** The caller of a request. @throws Error on a route without the guard */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('the route has no DirectoryAuthGuard');
  return caller;
}

/** The caller of the request, as the guard admitted them. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
