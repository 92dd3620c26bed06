import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { type Authentication, Authenticator } from '../../../http/auth/authenticator.js';
import { challenge, type TokenScheme } from '../../../http/auth/challenges.js';
import { Forbidden } from '../../../http/errors/problem.js';
import { callerFromClaims, type Caller } from './caller.js';
import { setCaller } from './caller.decorator.js';
import { type Requirement, requirementKey } from './requires.decorator.js';

/** The caller of a request without a token: the public, with clearance 0. */
const anonymous: Caller = {
  clientId: 'anonymous',
  userEmail: null,
  isOperator: false,
  readsAll: false,
  flagClearance: 0,
};

/** 401 for a token that is missing or bad, 403 for one that does not reach as far as the operation (RFC 6750 §3.1). */
@Injectable()
export class DirectoryAuthGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly authenticator: Authenticator,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const requirement = this.reflector.get<Requirement | undefined>(requirementKey, context.getHandler());
    if (requirement === undefined) throw new Error(`${context.getHandler().name} declares no requirement`);
    const authentication = await this.authenticator.inspect(request);
    if (authentication.outcome === 'good' && authentication.headers !== null) {
      context.switchToHttp().getResponse<FastifyReply>().headers(authentication.headers);
    }
    setCaller(request, this.callerFor(authentication, requirement));
    return true;
  }

  private callerFor(authentication: Authentication, requirement: Requirement): Caller {
    const isPublic = requirement === 'participants' && this.config.participantsPublic;
    if (authentication.outcome === 'none' && isPublic) return anonymous;
    if (authentication.outcome !== 'good') throw authentication.problem;
    if (isPublic) return anonymous;
    const decision = callerFromClaims(authentication.claims);
    if (decision.caller === null) throw new Forbidden(decision.reason);
    checkReach(decision, requirement, authentication.scheme);
    return decision.caller;
  }
}

function checkReach(
  decision: { caller: Caller; mayRead: boolean; mayWrite: boolean },
  requirement: Requirement,
  scheme: TokenScheme,
): void {
  const isWrite = requirement === 'write' || requirement === 'operate';
  if (isWrite ? !decision.mayWrite : !decision.mayRead) {
    throw insufficientScope(scheme, isWrite ? 'directory:website' : 'directory:software directory:website');
  }
  if (requirement === 'operate' && !decision.caller.isOperator) {
    throw new Forbidden('Only directory:admin and super users may do this.');
  }
}

/** RFC 6750 §3.1: `scope` names what would do. */
function insufficientScope(scheme: TokenScheme, scope: string): Forbidden {
  return new Forbidden(`The access token lacks the scope for this: ${scope.replace(' ', ' or ')}.`, {
    'www-authenticate': challenge(scheme, { error: 'insufficient_scope', scope }),
  });
}
