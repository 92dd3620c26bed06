import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from '../../../http/auth/authenticator.js';
import { TrustedProxies } from '../../../http/auth/trusted-proxies.js';
import { rateLimitHeaders, RateLimiter } from '../../../http/rate-limit/rate-limiter.js';
import { setIdentity } from '../../../http/lifecycle/request-origin.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import { callerFromClaims } from './caller.js';
import { identityFromClaims } from './token-identity.js';

/** 429 for a client that asks too often; whoever shows no good token is counted by address. */
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
    const allowance = await this.limiter.consume(await this.keyOf(http.getRequest<FastifyRequest>()));
    http.getResponse<FastifyReply>().headers(rateLimitHeaders(allowance));
    return true;
  }

  private async keyOf(request: FastifyRequest): Promise<string> {
    const authentication = await this.authenticator.inspect(request);
    if (authentication.outcome === 'good')
      setIdentity(request, identityFromClaims(authentication.claims, this.events.hash));
    const caller = authentication.outcome === 'good' ? callerFromClaims(authentication.claims).caller : null;
    return caller === null
      ? `address ${this.proxies.clientAddress(request.raw)}`
      : `client ${caller.clientId}`;
  }
}
