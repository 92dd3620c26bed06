import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { Authenticator } from '../../../http/auth/authenticator.js';
import { TrustedProxies } from '../../../http/auth/trusted-proxies.js';
import { TooManyRequests } from '../../../http/errors/problem.js';
import { admit } from './caller.js';

/** 429 for a client that asks too often; whoever shows no good token is counted by address. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiter: RateLimiterMemory;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly authenticator: Authenticator,
    private readonly proxies: TrustedProxies,
  ) {
    this.limiter = new RateLimiterMemory({ points: config.rateLimitPerMinute, duration: 60 });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      await this.limiter.consume(await this.keyOf(request));
      return true;
    } catch (error) {
      if (error instanceof RateLimiterRes)
        throw new TooManyRequests(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
      throw error;
    }
  }

  private async keyOf(request: FastifyRequest): Promise<string> {
    const authentication = await this.authenticator.inspect(request);
    const caller = authentication.outcome === 'good' ? admit(authentication.claims).caller : null;
    return caller === null
      ? `address ${this.proxies.clientAddress(request.raw)}`
      : `client ${caller.clientId}`;
  }
}
