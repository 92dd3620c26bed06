import { asciiLowerCase } from '../../../fields/ascii-lower-case.js';
import { namedClient, objectClaim, textClaim, type TokenClaims } from '../../../http/auth/token-claims.js';

/** The caller of a request, with the rights that do not depend on an organisation. */
export interface Caller {
  readonly clientId: string;
  /** ASCII letters in lower case; null for a client without a user. */
  readonly userEmail: string | null;
  /** `directory:admin`, or a super user: reads and writes everything. */
  readonly isOperator: boolean;
  /** Reads every organisation: operators, and `directory:software`. */
  readonly readsAll: boolean;
  /** May ask for the organisations of any user: operators, and software that acts for no user. */
  readonly seesRelations: boolean;
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
  const named = userOf(claims);
  const user = isWebsite ? named : nobody;
  const reason = reasonAgainst(user);
  if (reason !== null) return { caller: null, reason };
  const isOperator = scopes.has('directory:admin') || user.isSuper;
  const readsAll = isOperator || scopes.has('directory:software');
  const mayRead = readsAll || user.email !== null;
  if (isWebsite && !mayRead) return { caller: null, reason: noEmail };
  const caller: Caller = {
    clientId: clientOf(claims),
    userEmail: user.email,
    isOperator,
    readsAll,
    // A user whose client also has directory:software stays one user.
    seesRelations: isOperator || actsForNoUser(scopes, named),
    flagClearance: clearanceOf(claims, isOperator),
  };
  return { caller, mayRead, mayWrite: isOperator || user.email !== null };
}

function actsForNoUser(scopes: ReadonlySet<string>, named: TokenUser): boolean {
  return scopes.has('directory:software') && !scopes.has('directory:website') && named.email === null;
}

/** The sentence for a website token without an address, where the address decides. */
export const noEmail =
  'A token with directory:website must name the email of its user, in trust_framework_profile.basic_information.user_email or in email. Have the authorisation server add it.';

/** Returns why a user gets nothing, whatever else the token says; null for a good one. */
function reasonAgainst(user: TokenUser): string | null {
  if (!user.isActive)
    return 'The user of this token is not Active: trust_framework_profile has another status. Have the user activated at the authorisation server.';
  if (!user.isVerified)
    return 'The email of this token is not verified: email_verified is false. Have the user confirm the address at the authorisation server.';
  return null;
}

/** The user whom a token names. A website token stands for its user. */
interface TokenUser {
  /** ASCII letters in lower case; null where the token names none. */
  readonly email: string | null;
  readonly isActive: boolean;
  /** False if the address is the claim `email` and the issuer has not verified it. */
  readonly isVerified: boolean;
  readonly isSuper: boolean;
}

/** Client credentials stand for no user. */
const nobody: TokenUser = { email: null, isActive: true, isVerified: true, isSuper: false };

function userOf(claims: TokenClaims): TokenUser {
  const profile = objectClaim(claims, 'trust_framework_profile');
  const ofProfile = textClaim(objectClaim(profile, 'basic_information'), 'user_email');
  const email = ofProfile ?? textClaim(claims, 'email');
  return {
    email: email === null ? null : asciiLowerCase(email),
    isActive: isActive(profile),
    // Some servers write the claim as text.
    isVerified: ofProfile !== null || String(claims.email_verified).toLowerCase() !== 'false',
    isSuper: email !== null && profile.super_user === true,
  };
}

/** Returns the client of a verified token, which names one. */
export function clientOf(claims: TokenClaims): string {
  const client = namedClient(claims);
  if (client === null) throw new Error('a verified token names no client');
  return client;
}

/** `scope` is a space-separated string (RFC 9068 §2.2.3) or, from some servers, an array. */
export function scopesOf(claims: TokenClaims): ReadonlySet<string> {
  const scope = claims.scope;
  if (Array.isArray(scope)) return new Set(scope.filter((item) => typeof item === 'string'));
  return new Set(typeof scope === 'string' ? scope.split(' ') : []);
}

/** The published profile carries a status of the user and, in some ecosystems, one of the whole. */
function isActive(profile: TokenClaims): boolean {
  const statuses = [profile.status, objectClaim(profile, 'basic_information').status];
  return statuses.every((status) => status === undefined || status === 'Active');
}

function clearanceOf(claims: TokenClaims, isOperator: boolean): number {
  if (isOperator) return fullClearance;
  const level = claims.flag_access_level;
  return typeof level === 'number' && Number.isSafeInteger(level) && level > 0
    ? Math.min(level, fullClearance)
    : 0;
}
