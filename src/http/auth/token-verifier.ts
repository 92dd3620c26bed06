import { Injectable } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import { errors, type JWTPayload, jwtVerify, type JWTVerifyResult } from 'jose';
import { LRUCache } from 'lru-cache';
import type { AuthConfig } from '../../config/config.js';
import { type IssuerKeys, KeysUnavailable } from './issuer-keys.js';
import { Introspection } from './introspection.js';
import { signatureAlgorithms } from './signature-algorithms.js';
import { type TokenClaims, TokenRefused } from './token-claims.js';
import { checkTimes, leewaySeconds } from './token-times.js';

/** Tokens that were verified are remembered in so many characters, */
const rememberedCharacters = 8_388_608;
/** and for so long: a key that its issuer has withdrawn is of no use for longer than that. */
const rememberedMs = 60_000;

const jwtShape = /^[\w-]+\.[\w-]*\.[\w-]*$/;

/** Tells good access tokens from bad ones: JWTs by the issuer's keys, opaque ones by asking where that is set up. */
@Injectable()
export class TokenVerifier {
  private readonly introspection: Introspection | null;
  /** The same token comes with request after request; to check its signature each time takes longer than the rest. */
  private readonly verified = new LRUCache<string, JWTPayload>({
    maxSize: rememberedCharacters,
    sizeCalculation: (_, token) => token.length,
    ttl: rememberedMs,
  });

  constructor(
    private readonly config: AuthConfig,
    private readonly keys: IssuerKeys,
  ) {
    this.introspection =
      config.introspection === null ? null : new Introspection(config.introspection, config);
  }

  /**
   * @param log of the request: what goes wrong on our side is the operator's to know
   * @throws TokenRefused with a sentence for the caller
   */
  async verify(token: string, log: FastifyBaseLogger): Promise<TokenClaims> {
    if (jwtShape.test(token)) return this.verifyJwt(token, log);
    if (this.introspection === null) throw new TokenRefused('The access token is not a JWT.');
    try {
      return await this.introspection.inspect(token);
    } catch (error) {
      throw refusal(error, log);
    }
  }

  private async verifyJwt(token: string, log: FastifyBaseLogger): Promise<TokenClaims> {
    try {
      const known = this.verified.get(token);
      if (known !== undefined) {
        checkTimes(known);
        return known;
      }
      const { issuer, audience } = this.config;
      const verified = await jwtVerify(token, this.keys.keyFor, {
        issuer,
        audience,
        algorithms: signatureAlgorithms,
        clockTolerance: leewaySeconds,
        requiredClaims: ['exp'],
      });
      checkType(verified);
      checkTimes(verified.payload);
      this.verified.set(token, verified.payload);
      return verified.payload;
    } catch (error) {
      throw refusal(error, log);
    }
  }
}

/** What went wrong on our side of the verification is the operator's to know; the caller's token is just not good. */
function refusal(error: unknown, log: FastifyBaseLogger): TokenRefused {
  if (error instanceof TokenRefused) return error;
  if (error instanceof errors.JWTExpired) return new TokenRefused('The access token has expired.');
  if (error instanceof errors.JOSEError) return new TokenRefused('The access token is not valid here.');
  // Those who keep the keys have told the operator themselves, once for all requests.
  if (!(error instanceof KeysUnavailable))
    log.warn({ err: error }, 'the authorisation server can not be asked');
  return new TokenRefused('The access token can not be verified.');
}

/** RFC 9068 §4 and plain JWTs; an ID token or a logout token is no access token. */
function checkType({ protectedHeader }: JWTVerifyResult): void {
  const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
  if (type !== undefined && type !== 'jwt' && type !== 'at+jwt')
    throw new TokenRefused('The token is no access token.');
}
