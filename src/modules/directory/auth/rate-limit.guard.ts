import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from '../../../http/auth/authenticator.js';
import { TrustedProxies } from '../../../http/auth/trusted-proxies.js';
import { ClientSlots } from '../../../http/overload/client-slots.js';
import { RateLimiter } from '../../../http/rate-limit/rate-limiter.js';
import { setIdentity } from '../../../http/lifecycle/request-origin.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import { callerFromClaims } from './caller.js';
import { identityFromClaims } from './token-identity.js';

/**
 * Counts each request for the rate limit (429): for its client and user, or for its address without a valid token. Then
 * takes a slot of the client (503).
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly authenticator: Authenticator,
    private readonly slots: ClientSlots,
    private readonly proxies: TrustedProxies,
    private readonly events: SecurityEvents,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    await this.count(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return true;
  }

  private async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const authentication = await this.authenticator.inspect(request);
    if (authentication.outcome === 'good')
      setIdentity(request, identityFromClaims(authentication.claims, this.events.hash));
    const caller = authentication.outcome === 'good' ? callerFromClaims(authentication.claims).caller : null;
    if (caller === null) {
      // The next guard answers such a request at once, so it needs no slot.
      reply.headers(await this.limiter.consumeAddress(this.proxies.clientAddress(request.raw)));
      return;
    }
    const client = `client ${caller.clientId}`;
    reply.headers(await this.limiter.consume(client, caller.userEmail));
    await this.slots.take(client, reply.raw);
  }
}
