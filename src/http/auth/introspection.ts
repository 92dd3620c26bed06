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
import { type TokenClaims, TokenRefused } from './token-claims.js';
import { checkTimes } from './token-times.js';

const requestTimeoutMs = 5_000;

/** How long an answer is good: what is revoked is refused within this. */
const activeMs = 5_000;
/** A token that is not active may become so where it is asked about too early. */
const inactiveMs = 1_000;
/** So many of each kind; a flood of made-up tokens puts no good one out. */
const mostAnswers = 5_000;

type Answer = { readonly claims: TokenClaims } | { readonly refused: string };

/**
 * Asks the authorisation server what an opaque token means (RFC 7662), and for a short while takes the answer as the
 * answer to the same question (§4 there). Kept by their hashes: tokens are nobody's to find in a memory dump.
 */
export class Introspection {
  private readonly server: AuthorizationServer;
  private readonly active = new LRUCache<string, Answer>({ max: mostAnswers, ttl: activeMs });
  private readonly inactive = new LRUCache<string, Answer>({ max: mostAnswers, ttl: inactiveMs });
  private readonly asking = new Map<string, Promise<Answer>>();

  constructor(
    private readonly config: IntrospectionConfig,
    private readonly expected: Pick<AuthConfig, 'issuer' | 'audience'>,
  ) {
    this.server = { issuer: expected.issuer, introspection_endpoint: config.url };
  }

  /** @throws TokenRefused for a token that is not active here; other errors where the server can't be asked */
  async inspect(token: string): Promise<TokenClaims> {
    const key = createHash('sha256').update(token).digest('base64');
    const answer = this.active.get(key) ?? this.inactive.get(key) ?? (await this.askOnce(key, token));
    if ('refused' in answer) throw new TokenRefused(answer.refused);
    // Each time anew: no answer outlives the token.
    checkTimes(answer.claims);
    return answer.claims;
  }

  /** However many requests bring a token at once, the server is asked about it once. */
  private askOnce(key: string, token: string): Promise<Answer> {
    const known = this.asking.get(key);
    if (known !== undefined) return known;
    const asking = this.ask(token)
      .then((answer) => {
        ('refused' in answer ? this.inactive : this.active).set(key, answer);
        return answer;
      })
      .finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async ask(token: string): Promise<Answer> {
    const client = { client_id: this.config.clientId };
    const credentials = ClientSecretBasic(this.config.clientSecret);
    const response = await introspectionRequest(this.server, client, credentials, token, {
      signal: AbortSignal.timeout(requestTimeoutMs),
      // Settings admit http for loopback addresses only.
      [allowInsecureRequests]: true,
    });
    const claims = await processIntrospectionResponse(this.server, client, response);
    if (!claims.active) return { refused: 'The access token is not active.' };
    return this.isForUs(claims) ? { claims } : { refused: 'The access token is not valid here.' };
  }

  /** What the server leaves out it has seen to itself. */
  private isForUs({ aud, iss }: IntrospectionResponse): boolean {
    const { audience, issuer } = this.expected;
    return [aud ?? audience].flat().includes(audience) && (iss ?? issuer) === issuer;
  }
}
