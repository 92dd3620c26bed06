import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { TrustedProxies } from '../../../http/auth/trusted-proxies.js';
import { ClientSlots } from '../../../http/overload/client-slots.js';
import { RateLimiter } from '../../../http/rate-limit/rate-limiter.js';
import { type LoggedIdentity, originOf, setIdentity } from '../../../http/lifecycle/request-origin.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import { foreignHost, OwnHosts } from '../../../http/routing/own-hosts.js';
import { ApiKeys } from '../api-keys/api-keys.service.js';
import { Clock } from '../clock.js';
import { TokenRefused } from '../errors/notify-problems.js';
import { setActor } from './actor.js';
import type { ApiKeyScope } from './api-key-scopes.js';
import { type Caller, requireScope } from './caller.js';
import { scopeKey } from './needs-scope.decorator.js';
import { callerOf, jtiOf } from './notify-token.js';

/** Max length of a header's value in the audit. */
const maxUserIdLength = 100;

/**
 * Checks the token (401, 403), the rate limit (429) of the client, or of the address without a valid token, and the scope
 * (403). Then takes a slot of the client (503).
 */
@Injectable()
export class NotifyAuthGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly limiter: RateLimiter,
    private readonly slots: ClientSlots,
    private readonly proxies: TrustedProxies,
    private readonly hosts: OwnHosts,
    private readonly clock: Clock,
    private readonly events: SecurityEvents,
    private readonly keys: ApiKeys,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    let caller: Caller;
    try {
      caller = await this.identify(request.headers.authorization);
      if (this.config.notify.isDevelopment && !this.hosts.isOwn(request.headers.host))
        throw new TokenRefused(403, foreignHost);
    } catch (error) {
      if (error instanceof TokenRefused)
        reply.headers(await this.limiter.consumeAddress(this.proxies.clientAddress(request.raw)));
      throw error;
    }
    const userId = userIdOf(request);
    setIdentity(request, this.identityOf(request, caller.clientId, userId));
    const client = `notify client ${caller.clientId}`;
    reply.headers(await this.limiter.consume(client, null));
    requireScope(caller, this.scopeOf(context));
    await this.slots.take(client, reply.raw);
    setActor(request, { ...caller, userId, interactionId: request.id, origin: originOf(request) });
    return true;
  }

  private identify(authorization: string | undefined): Promise<Caller> {
    const now = this.clock.now();
    return callerOf(authorization, {
      config: this.config.notify,
      now: now.getTime() / 1_000,
      findKey: (token) => this.keys.find(token, now),
    });
  }

  private scopeOf(context: ExecutionContext): ApiKeyScope {
    const scope = this.reflector.get<ApiKeyScope | undefined>(scopeKey, context.getHandler());
    if (scope === undefined) throw new Error('the operation declares no scope');
    return scope;
  }

  private identityOf(request: FastifyRequest, clientId: string, userId: string | null): LoggedIdentity {
    const { hash } = this.events;
    const jti = jtiOf(request.headers.authorization);
    return {
      clientId: hash.idOf(clientId),
      user: userId === null ? null : hash.of(userId),
      jti: jti === null ? null : hash.idOf(jti),
    };
  }
}

function userIdOf(request: FastifyRequest): string | null {
  const value = request.headers['x-notify-user-id'];
  return typeof value === 'string' && /^[\w-]+$/.test(value) ? value.slice(0, maxUserIdLength) : null;
}
