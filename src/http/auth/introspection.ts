import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import {
  allowInsecureRequests,
  type AuthorizationServer,
  ClientSecretBasic,
  introspectionRequest,
  type IntrospectionResponse,
  processIntrospectionResponse,
} from 'oauth4webapi';
import type { AuthConfig, IntrospectionConfig } from '../../config/config.js';
import { Overloaded } from '../errors/problem.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { checkTimes, namedClient, noClient, type TokenClaims, TokenRefused } from './token-claims.js';
import { claimFault } from './token-refusal.js';

const requestTimeoutMs = 5_000;

/** Cache lifetime of an active token, and so the maximum delay of a revocation. */
const activeTtlMs = 5_000;
/** Shorter, because a token can become active shortly after its issue. */
const inactiveTtlMs = 1_000;
/** Entries of each cache. Two caches, so that a flood of invalid tokens evicts no valid one. */
const maxResults = 5_000;
/** Concurrent introspections, so that a slow authorisation server is not flooded. */
const maxInFlight = 16;
/** Statuses with which a server refuses the text of one token: no failure of the server. */
const refusalStatuses = [400, 413, 414, 422, 431];

type Result = { readonly claims: TokenClaims } | { readonly refused: string };

/**
 * Introspects opaque tokens at the authorisation server (RFC 7662), and caches the results for a short time (§4 there).
 * The keys are hashes, so that no memory dump contains a token.
 */
export class Introspection {
  private readonly server: AuthorizationServer;
  private readonly active = new LRUCache<string, Result>({ max: maxResults, ttl: activeTtlMs });
  private readonly inactive = new LRUCache<string, Result>({ max: maxResults, ttl: inactiveTtlMs });
  private inFlight = 0;
  private readonly breaker = new CircuitBreaker(
    'The authorisation server does not answer, so this token can not be checked; try again soon.',
  );

  constructor(
    private readonly config: IntrospectionConfig,
    private readonly expected: Pick<AuthConfig, 'issuer' | 'audience'>,
    private readonly explains: boolean,
  ) {
    this.server = { issuer: expected.issuer, introspection_endpoint: config.url };
  }

  /** Returns the claims of a cached result, null for an unknown token. @throws TokenRefused */
  recall(token: string): TokenClaims | null {
    const key = keyOf(token);
    const result = this.active.get(key) ?? this.inactive.get(key);
    return result === undefined ? null : claimsOf(result);
  }

  /**
   * Asks the authorisation server about a token.
   * @throws TokenRefused for a token that is not active here, Overloaded if no introspection can begin now; other errors
   * if the server can't be reached
   */
  async inspect(token: string): Promise<TokenClaims> {
    if (this.inFlight >= maxInFlight) throw new Overloaded(1);
    this.inFlight += 1;
    try {
      const result = await this.breaker.run(() => this.request(token));
      ('refused' in result ? this.inactive : this.active).set(keyOf(token), result);
      return claimsOf(result);
    } finally {
      this.inFlight -= 1;
    }
  }

  private async request(token: string): Promise<Result> {
    const client = { client_id: this.config.clientId };
    const credentials = ClientSecretBasic(this.config.clientSecret);
    const response = await introspectionRequest(this.server, client, credentials, token, {
      signal: AbortSignal.timeout(requestTimeoutMs),
      // The configuration allows http for loopback addresses only.
      [allowInsecureRequests]: true,
    });
    if (refusalStatuses.includes(response.status)) {
      await response.body?.cancel();
      return { refused: 'The access token can not be verified.' };
    }
    const claims = await processIntrospectionResponse(this.server, client, response);
    if (!claims.active) return { refused: 'The access token is not active.' };
    if (!isAccessToken(claims)) return { refused: 'The token is no access token.' };
    if (namedClient(claims) === null) return { refused: noClient };
    if (this.isForUs(claims)) return { claims };
    const { iss = this.expected.issuer } = claims;
    const fault = this.explains ? claimFault({ ...claims, iss }, this.expected) : null;
    return { refused: fault ?? 'The access token is not valid here.' };
  }

  /** The server has issued the token, so `iss` may be absent; it issues tokens for other audiences too. */
  private isForUs({ aud, iss }: IntrospectionResponse): boolean {
    const { audience, issuer } = this.expected;
    return [aud].flat().includes(audience) && (iss ?? issuer) === issuer;
  }
}

/**
 * The members by which servers tell access tokens from refresh and ID tokens, which are active too: `token_type` (RFC 7662
 * §2.2), `typ`, and `token_use` of some servers.
 */
const accessTokenTypes: Readonly<Record<string, readonly unknown[]>> = {
  token_type: [undefined, 'bearer', 'dpop', 'access_token'],
  typ: [undefined, 'bearer', 'dpop', 'jwt', 'at+jwt', 'application/at+jwt'],
  token_use: [undefined, 'access', 'access_token'],
};

/** True unless the answer says that the token is of another type. */
function isAccessToken(claims: TokenClaims): boolean {
  return Object.entries(accessTokenTypes).every(([name, types]) => {
    const type = claims[name];
    return types.includes(typeof type === 'string' ? type.toLowerCase() : type);
  });
}

/** @throws TokenRefused */
function claimsOf(result: Result): TokenClaims {
  if ('refused' in result) throw new TokenRefused(result.refused);
  // A cached result may outlive the token.
  checkTimes(result.claims);
  return result.claims;
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
