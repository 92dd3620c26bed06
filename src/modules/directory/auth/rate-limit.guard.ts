import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from '../../../http/auth/authenticator.js';
import { TrustedProxies } from '../../../http/auth/trusted-proxies.js';
import { RateLimiter } from '../../../http/rate-limit/rate-limiter.js';
import { setIdentity } from '../../../http/lifecycle/request-origin.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import { callerFromClaims } from './caller.js';
import { identityFromClaims } from './token-identity.js';

/** Counts each request for the rate limit (429): for its client and user, or for its address without a valid token. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly authenticator: Authenticator,
    private readonly proxies: TrustedProxies,
    private readonly events: SecurityEvents,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const headers = await this.count(http.getRequest<FastifyRequest>());
    http.getResponse<FastifyReply>().headers(headers);
    return true;
  }

  private async count(request: FastifyRequest): Promise<Record<string, string>> {
    const authentication = await this.authenticator.inspect(request);
    if (authentication.outcome === 'good')
      setIdentity(request, identityFromClaims(authentication.claims, this.events.hash));
    const caller = authentication.outcome === 'good' ? callerFromClaims(authentication.claims).caller : null;
    return caller === null
      ? this.limiter.consumeAddress(this.proxies.clientAddress(request.raw))
      : this.limiter.consume(`client ${caller.clientId}`, caller.userEmail);
  }
}
