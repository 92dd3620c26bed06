import { objectClaim, textClaim, type TokenClaims } from '../../../http/auth/token-claims.js';

/** The caller of a request, with the rights that do not depend on an organisation. */
export interface Caller {
  readonly clientId: string;
  /** Lower case; null for a client without a user. */
  readonly userEmail: string | null;
  /** `directory:admin`, or a super user: reads and writes everything. */
  readonly isOperator: boolean;
  /** Reads every organisation: operators, and `directory:software`. */
  readonly readsAll: boolean;
  /** The highest AccessLevel of the flags that they may see. */
  readonly flagClearance: number;
}

/** The rights of a token: its caller, or the reason for refusing it. */
export type AccessDecision =
  | { readonly caller: Caller; readonly mayRead: boolean; readonly mayWrite: boolean }
  | { readonly caller: null; readonly reason: string };

/** PostgreSQL's largest integer: operators see every level. */
const fullClearance = 2_147_483_647;

/**
 * Reads a good token's claims into a caller. `directory:website` stands for a user, so it needs an email, and a profile
 * that is not Active shuts its user out whatever else the token says. Several scopes add up.
 */
export function callerFromClaims(claims: TokenClaims): AccessDecision {
  const known = decisions.get(claims);
  if (known !== undefined) return known;
  const decision = readClaims(claims);
  decisions.set(claims, decision);
  return decision;
}

/** The claims of a remembered token are the same object for all of its requests. */
const decisions = new WeakMap<TokenClaims, AccessDecision>();

function readClaims(claims: TokenClaims): AccessDecision {
  const scopes = scopesOf(claims);
  const isWebsite = scopes.has('directory:website');
  const user = isWebsite ? userOf(claims) : nobody;
  if (!user.isActive) return { caller: null, reason: 'The user of this token is not Active.' };
  const isOperator = scopes.has('directory:admin') || user.isSuper;
  const readsAll = isOperator || scopes.has('directory:software');
  const mayRead = readsAll || user.email !== null;
  if (isWebsite && !mayRead)
    return { caller: null, reason: 'A website token must name the email of its user.' };
  const flagClearance = isOperator ? fullClearance : clearanceOf(claims);
  const caller: Caller = {
    clientId: clientOf(claims),
    userEmail: user.email,
    isOperator,
    readsAll,
    flagClearance,
  };
  return { caller, mayRead, mayWrite: isOperator || user.email !== null };
}

/** The user whom a website token stands for. */
interface TokenUser {
  /** Lower case; null where the token names none. */
  readonly email: string | null;
  readonly isActive: boolean;
  readonly isSuper: boolean;
}

/** Client credentials stand for no user. */
const nobody: TokenUser = { email: null, isActive: true, isSuper: false };

function userOf(claims: TokenClaims): TokenUser {
  const profile = objectClaim(claims, 'trust_framework_profile');
  const email = emailOf(claims, profile);
  return { email, isActive: isActive(profile), isSuper: email !== null && profile.super_user === true };
}

/** RFC 9068 names the client in `client_id`; some servers have `azp`, and a client on its own behalf is its subject. */
function clientOf(claims: TokenClaims): string {
  return textClaim(claims, 'client_id') ?? textClaim(claims, 'azp') ?? textClaim(claims, 'sub') ?? 'unknown';
}

/** `scope` is a space-separated string (RFC 9068 §2.2.3) or, from some servers, an array. */
function scopesOf(claims: TokenClaims): ReadonlySet<string> {
  const scope = claims.scope;
  if (Array.isArray(scope)) return new Set(scope.filter((item) => typeof item === 'string'));
  return new Set(typeof scope === 'string' ? scope.split(' ') : []);
}

function emailOf(claims: TokenClaims, profile: TokenClaims): string | null {
  const email =
    textClaim(objectClaim(profile, 'basic_information'), 'user_email') ?? textClaim(claims, 'email');
  return email?.toLowerCase() ?? null;
}

/** The published profile carries a status of the user and, in some ecosystems, one of the whole. */
function isActive(profile: TokenClaims): boolean {
  const statuses = [profile.status, objectClaim(profile, 'basic_information').status];
  return statuses.every((status) => status === undefined || status === 'Active');
}

function clearanceOf(claims: TokenClaims): number {
  const level = claims.flag_access_level;
  return typeof level === 'number' && Number.isSafeInteger(level) && level > 0
    ? Math.min(level, fullClearance)
    : 0;
}
