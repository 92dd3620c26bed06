import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { type Authentication, Authenticator } from '../../../http/auth/authenticator.js';
import { challenge, type TokenScheme } from '../../../http/auth/challenges.js';
import type { TokenClaims } from '../../../http/auth/token-claims.js';
import { Forbidden } from '../../../http/errors/problem.js';
import { shortened } from '../../../http/errors/shortened.js';
import { callerFromClaims, type Caller, clientOf, noEmail, scopesOf } from './caller.js';
import { setCaller, setTokenExpiry } from './caller.decorator.js';
import { ClientActivity } from './client-activity.js';
import { type Requirement, requirementKey } from './requires.decorator.js';

/** The caller of a request without a token: the public, with clearance 0. */
const anonymous: Caller = {
  clientId: 'anonymous',
  userEmail: null,
  isOperator: false,
  readsAll: false,
  seesRelations: false,
  flagClearance: 0,
};

/** 401 for a token that is missing or bad, 403 for one that does not reach as far as the operation (RFC 6750 §3.1). */
@Injectable()
export class DirectoryAuthGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly authenticator: Authenticator,
    private readonly reflector: Reflector,
    private readonly activity: ClientActivity,
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
    if (authentication.outcome === 'good') this.noteToken(request, authentication.claims);
    // A proof of a request that is refused until here can be sent again.
    if (authentication.outcome === 'good') await authentication.useProof?.();
    return true;
  }

  private noteToken(request: FastifyRequest, claims: TokenClaims): void {
    this.activity.note(clientOf(claims));
    if (typeof claims.exp === 'number') setTokenExpiry(request, claims.exp * 1_000);
  }

  private callerFor(authentication: Authentication, requirement: Requirement): Caller {
    const isPublic =
      requirement === 'public' || (requirement === 'participants' && this.config.participantsPublic);
    if (authentication.outcome === 'none' && isPublic) return anonymous;
    if (authentication.outcome !== 'good') throw authentication.problem;
    if (isPublic) return anonymous;
    const decision = callerFromClaims(authentication.claims);
    if (decision.caller === null) throw new Forbidden(decision.reason);
    checkReach(decision, requirement, authentication);
    return decision.caller;
  }
}

function checkReach(
  decision: { caller: Caller; mayRead: boolean; mayWrite: boolean },
  requirement: Requirement,
  { claims, scheme }: { claims: TokenClaims; scheme: TokenScheme },
): void {
  const isWrite = requirement === 'write' || requirement === 'operate';
  if (isWrite ? !decision.mayWrite : !decision.mayRead) {
    // The scope is there; what it stands for is not.
    if (scopesOf(claims).has('directory:website')) throw new Forbidden(noEmail);
    throw insufficientScope(scheme, requirement, claims);
  }
  if (requirement === 'operate' && !decision.caller.isOperator) {
    throw new Forbidden(
      'Only directory:admin and super users may do this. Use a token with directory:admin, or sign in as a super user.',
    );
  }
  if (requirement === 'subscribe' && !decision.caller.readsAll) {
    throw new Forbidden(
      'Only directory:software, directory:admin and super users may do this. Use a token with directory:software.',
    );
  }
}

/** The scopes that suffice for an operation, and in words whose tokens have them. */
const sufficient: Readonly<Record<Requirement, readonly [scope: string, words: string]>> = {
  read: ['directory:software directory:website', 'directory:software, directory:website or directory:admin'],
  participants: [
    'directory:software directory:website',
    'directory:software, directory:website or directory:admin',
  ],
  // Never refused for its scope.
  public: ['', 'no token'],
  write: [
    'directory:website',
    'directory:website, of a user who administers the organisation, or directory:admin',
  ],
  operate: ['directory:admin', 'directory:admin, or directory:website of a super user'],
  subscribe: [
    'directory:software',
    'directory:software, directory:admin, or directory:website of a super user',
  ],
};

/** RFC 6750 §3.1: `scope` names what would suffice. */
function insufficientScope(scheme: TokenScheme, requirement: Requirement, claims: TokenClaims): Forbidden {
  const [scope, words] = sufficient[requirement];
  const own = [...scopesOf(claims)].filter((one) => one !== '');
  const has = own.length === 0 ? 'no scope' : `the scope ${shortened(own.join(' '))}`;
  return new Forbidden(
    `The access token has ${has}; this operation needs ${words}. Request a token with that scope.`,
    { 'www-authenticate': challenge(scheme, { error: 'insufficient_scope', scope }) },
  );
}
