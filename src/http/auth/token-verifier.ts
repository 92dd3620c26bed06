import { Injectable } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions, type JWTVerifyResult } from 'jose';
import type { AuthConfig } from '../../config/config.js';
import { Problem } from '../errors/problem.js';
import { signatureAlgorithms } from './challenges.js';
import type { IssuerKeys } from './issuer-keys.js';
import type { KeySet } from './key-set.js';
import { Introspection } from './introspection.js';
import {
  checkTimes,
  clockToleranceSeconds,
  isAccessTokenType,
  namedClient,
  noClient,
  type TokenClaims,
  TokenRefused,
} from './token-claims.js';
import { explainRefusal } from './token-refusal.js';

const jwtShape = /^[\w-]+\.[\w-]*\.[\w-]*$/;

/** Verifies access tokens: JWTs with the issuer's keys, opaque tokens by introspection if it is configured. */
@Injectable()
export class TokenVerifier {
  private readonly introspection: Introspection | null;
  private readonly options: JWTVerifyOptions;

  /** @param explains true outside production: sentences name the fault and the settings */
  constructor(
    private readonly config: AuthConfig,
    private readonly keys: IssuerKeys,
    private readonly explains: boolean,
  ) {
    this.options = {
      issuer: config.issuer,
      audience: config.audience,
      algorithms: signatureAlgorithms,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp'],
    };
    this.introspection =
      config.introspection === null ? null : new Introspection(config.introspection, config, explains);
  }

  /**
   * Returns the claims of a token that was verified a moment ago, else null. Checks no signature, and asks nobody.
   * @throws TokenRefused
   */
  recall(token: string, log: FastifyBaseLogger): TokenClaims | null {
    if (!jwtShape.test(token)) return this.introspection?.recall(token) ?? null;
    const known = this.keys.valid?.verified.get(token);
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
   * @throws TokenRefused with a sentence for the caller, IssuerUnreachable
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
      const keySet = this.keys.valid ?? (await this.keys.load());
      return await this.verifyWith(keySet, token);
    } catch (error) {
      throw this.explained(token, error, log);
    }
  }

  /** Verifies with the given keys; if none of them is the token's, once more with keys that are fetched now. */
  private async verifyWith(keySet: KeySet, token: string): Promise<TokenClaims> {
    try {
      return accepted(await keySet.verify(token, this.options), keySet, token);
    } catch (error) {
      const replacement = isUnknownKey(error) ? await this.keys.replacementOf(keySet) : null;
      if (replacement === null) throw error;
      return accepted(await replacement.verify(token, this.options), replacement, token);
    }
  }

  private explained(token: string, error: unknown, log: FastifyBaseLogger): Error {
    const refused = refusal(error, log);
    if (refused instanceof Problem) return refused;
    return this.explains ? new TokenRefused(explainRefusal(token, error, this.config)) : refused;
  }
}

function accepted({ payload, protectedHeader }: JWTVerifyResult, keySet: KeySet, token: string): TokenClaims {
  if (!isAccessTokenType(protectedHeader.typ)) throw new TokenRefused('The token is no access token.');
  checkTimes(payload);
  if (namedClient(payload) === null) throw new TokenRefused(noClient);
  keySet.verified.set(token, payload);
  return payload;
}

function isUnknownKey(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
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
  log.warn({ err: error }, 'the authorisation server can not be asked');
  return new TokenRefused('The access token can not be verified.');
}
