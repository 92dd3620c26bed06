import { Injectable } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { AuthConfig } from '../../config/config.js';
import { Problem } from '../errors/problem.js';
import { signatureAlgorithms } from './challenges.js';
import { type IssuerKeys, KeysUnavailable } from './issuer-keys.js';
import { Introspection } from './introspection.js';
import {
  checkTimes,
  clockToleranceSeconds,
  isAccessTokenType,
  type TokenClaims,
  TokenRefused,
} from './token-claims.js';
import { explainRefusal } from './token-refusal.js';

/** Size of the cache of verified tokens, in characters. */
const maxCachedCharacters = 8_388_608;
/** Cache lifetime of a verified token, and so the maximum delay after the issuer withdraws a key. */
const cacheTtlMs = 60_000;

const jwtShape = /^[\w-]+\.[\w-]*\.[\w-]*$/;

/** Verifies access tokens: JWTs with the issuer's keys, opaque tokens by introspection if it is configured. */
@Injectable()
export class TokenVerifier {
  private readonly introspection: Introspection | null;
  /** Clients send the same token with each request, and verifying its signature takes longer than the rest. */
  private readonly verified = new LRUCache<string, JWTPayload>({
    maxSize: maxCachedCharacters,
    sizeCalculation: (_, token) => token.length,
    ttl: cacheTtlMs,
  });

  /** @param explains true outside production: sentences name the fault and the settings */
  constructor(
    private readonly config: AuthConfig,
    private readonly keys: IssuerKeys,
    private readonly explains: boolean,
  ) {
    this.introspection =
      config.introspection === null ? null : new Introspection(config.introspection, config, explains);
  }

  /**
   * Returns the claims of a token that was verified a moment ago, else null. Checks no signature, and asks nobody.
   * @throws TokenRefused
   */
  recall(token: string, log: FastifyBaseLogger): TokenClaims | null {
    if (!jwtShape.test(token)) return this.introspection?.recall(token) ?? null;
    const known = this.verified.get(token);
    try {
      // Clients send expired tokens in good faith, and an expired token needs no check of its signature.
      checkTimes(known ?? expiryOf(token));
      return known ?? null;
    } catch (error) {
      throw this.explained(token, error, log);
    }
  }

  /**
   * Verifies a token that `recall` does not know.
   * @param log of the request, for failures on our side
   * @throws TokenRefused with a sentence for the caller
   */
  async verify(token: string, log: FastifyBaseLogger): Promise<TokenClaims> {
    if (jwtShape.test(token)) return this.verifyJwt(token, log);
    if (this.introspection === null)
      throw new TokenRefused(this.explains ? opaque : 'The access token is not a JWT.');
    try {
      return await this.introspection.inspect(token);
    } catch (error) {
      throw refusal(error, log);
    }
  }

  private async verifyJwt(token: string, log: FastifyBaseLogger): Promise<TokenClaims> {
    try {
      const { issuer, audience } = this.config;
      const verified = await jwtVerify(token, this.keys.keyFor, {
        issuer,
        audience,
        algorithms: signatureAlgorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp'],
      });
      if (!isAccessTokenType(verified.protectedHeader.typ))
        throw new TokenRefused('The token is no access token.');
      checkTimes(verified.payload);
      this.verified.set(token, verified.payload);
      return verified.payload;
    } catch (error) {
      throw this.explained(token, error, log);
    }
  }

  private explained(token: string, error: unknown, log: FastifyBaseLogger): Error {
    const refused = refusal(error, log);
    if (refused instanceof Problem) return refused;
    return this.explains ? new TokenRefused(explainRefusal(token, error, this.config)) : refused;
  }
}

/** Returns the expiry that a token claims; nothing for a text that is no JWT. */
function expiryOf(token: string): Pick<JWTPayload, 'exp'> {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? {} : { exp };
  } catch {
    return {};
  }
}

const opaque =
  'The access token is not a signed JWT of three parts. Send a JWT, or set AUTH_INTROSPECTION_URL for opaque tokens.';

/** Logs a failure on our side for the operator; the caller learns only that the token is not accepted. */
function refusal(error: unknown, log: FastifyBaseLogger): TokenRefused | Problem {
  if (error instanceof TokenRefused || error instanceof Problem) return error;
  if (error instanceof errors.JWTExpired) return new TokenRefused('The access token has expired.');
  if (error instanceof errors.JOSEError) return new TokenRefused('The access token is not valid here.');
  // `IssuerKeys` has logged this failure once for all requests.
  if (!(error instanceof KeysUnavailable))
    log.warn({ err: error }, 'the authorisation server can not be asked');
  return new TokenRefused('The access token can not be verified.');
}
