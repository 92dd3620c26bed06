import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AuthConfig } from '../../config/config.js';
import { Invalid, type Problem, Unauthenticated } from '../errors/problem.js';
import { isRepeated } from '../repeated-header.js';
import { parseQuery } from '../validation/query-string.js';
import { clientCertificateThumbprint } from './client-certificate.js';
import { objectClaim, textClaim, type TokenClaims, TokenRefused } from './token-claims.js';
import { TokenVerifier } from './token-verifier.js';
import type { TrustedProxies } from './trusted-proxies.js';

/** What the credentials of a request come to. */
export type Authentication =
  | { readonly outcome: 'none'; readonly problem: Problem }
  | { readonly outcome: 'refused'; readonly problem: Problem }
  | { readonly outcome: 'good'; readonly claims: TokenClaims };

const realm = 'realm="organisations-directory"';
/** RFC 6750 §2.1; the scheme is matched in any case (RFC 9110 §11.1). */
const bearerPattern = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/**
 * Inspects the bearer token of a request (RFC 6750), once for each request however many guards ask, and holds
 * sender-constrained tokens to their certificate (RFC 8705 §3).
 */
@Injectable()
export class Authenticator {
  private readonly inspected = new WeakMap<FastifyRequest, Promise<Authentication>>();

  constructor(
    private readonly config: AuthConfig,
    private readonly verifier: TokenVerifier,
    private readonly proxies: TrustedProxies,
  ) {}

  inspect(request: FastifyRequest): Promise<Authentication> {
    const known = this.inspected.get(request);
    if (known !== undefined) return known;
    const inspection = this.inspectOnce(request);
    this.inspected.set(request, inspection);
    return inspection;
  }

  private async inspectOnce(request: FastifyRequest): Promise<Authentication> {
    if (namesAccessToken(request.url)) {
      // RFC 6750 §2.3 and FAPI 2.0 §5.3.4: URLs are logged and leak; a good header beside it does not mend that.
      const sentence = 'access_token must not be in the query: send it in the Authorization header';
      const challenge = { 'www-authenticate': `Bearer ${realm}, error="invalid_request"` };
      return { outcome: 'refused', problem: new Invalid([sentence], challenge) };
    }
    if (isRepeated(request.raw.rawHeaders, 'authorization')) {
      // Node takes the first; a proxy in front may have looked at another.
      return { outcome: 'refused', problem: invalidToken('Authorization must be given once.') };
    }
    const header = request.headers.authorization;
    if (header === undefined || !/^Bearer(\s|$)/i.test(header)) {
      return {
        outcome: 'none',
        problem: new Unauthenticated('An access token must be provided.', `Bearer ${realm}`),
      };
    }
    try {
      const token = bearerPattern.exec(header)?.[1];
      if (token === undefined) throw new TokenRefused('The access token is malformed.');
      const claims = await this.verifier.verify(token, request.log);
      this.checkConfirmation(request, claims);
      return { outcome: 'good', claims };
    } catch (error) {
      if (error instanceof TokenRefused) return { outcome: 'refused', problem: invalidToken(error.message) };
      throw error;
    }
  }

  /** A token bound to a key that we can't see in use (`jkt` of DPoP, say) must not pass as a plain bearer token. */
  private checkConfirmation(request: FastifyRequest, claims: TokenClaims): void {
    if (claims.cnf === undefined) {
      if (!this.config.requireSenderConstrained) return;
      throw new TokenRefused('The access token must be bound to a client certificate.');
    }
    const expected = textClaim(objectClaim(claims, 'cnf'), 'x5t#S256');
    const shown = clientCertificateThumbprint(request.raw, this.proxies);
    if (expected === null || expected !== shown) {
      throw new TokenRefused('The access token is bound to another client certificate or key.');
    }
  }
}

function invalidToken(sentence: string): Problem {
  const description = sentence.replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '');
  return new Unauthenticated(
    sentence,
    `Bearer ${realm}, error="invalid_token", error_description="${description}"`,
  );
}

/** The name can be spelt plainly, or with percent signs. */
function namesAccessToken(target: string): boolean {
  if (!target.includes('access_token') && !target.includes('%')) return false;
  return parseQueryLeniently(target).has('access_token');
}

/** A query that can't be decoded is a matter of the input stage, not of this one. */
function parseQueryLeniently(target: string): ReadonlyMap<string, unknown> {
  try {
    return parseQuery(target);
  } catch {
    return new Map();
  }
}
