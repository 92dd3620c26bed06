import { Injectable, Logger } from '@nestjs/common';
import { errors, jwtVerify, type JWTVerifyResult } from 'jose';
import type { AuthConfig } from '../../config/config.js';
import { IssuerKeys } from './issuer-keys.js';
import { Introspection } from './introspection.js';
import { type TokenClaims, TokenRefused } from './token-claims.js';
import { checkTimes, leewaySeconds } from './token-times.js';

/** FAPI 2.0 §5.4.1: these and no others; `Ed25519` is RFC 9864's name for what `EdDSA` means here. */
const algorithms = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];

const jwtShape = /^[\w-]+\.[\w-]*\.[\w-]*$/;

/** Tells good access tokens from bad ones: JWTs by the issuer's keys, opaque ones by asking where that is set up. */
@Injectable()
export class TokenVerifier {
  private readonly logger = new Logger(TokenVerifier.name);
  private readonly keys: IssuerKeys;
  private readonly introspection: Introspection | null;

  constructor(private readonly config: AuthConfig) {
    this.keys = new IssuerKeys(config.issuer, config.jwksUri);
    this.introspection =
      config.introspection === null ? null : new Introspection(config.introspection, config);
  }

  /** @throws TokenRefused with a sentence for the caller */
  async verify(token: string): Promise<TokenClaims> {
    if (jwtShape.test(token)) return this.verifyJwt(token);
    if (this.introspection === null) throw new TokenRefused('The access token is not a JWT.');
    try {
      return await this.introspection.inspect(token);
    } catch (error) {
      throw this.refusal(error);
    }
  }

  private async verifyJwt(token: string): Promise<TokenClaims> {
    try {
      const { issuer, audience } = this.config;
      const verified = await jwtVerify(token, await this.keys.get(), {
        issuer,
        audience,
        algorithms,
        clockTolerance: leewaySeconds,
        requiredClaims: ['exp'],
      });
      checkType(verified);
      checkTimes(verified.payload);
      return verified.payload;
    } catch (error) {
      throw this.refusal(error);
    }
  }

  /** What went wrong on our side of the verification is the operator's to know; the caller's token is just not good. */
  private refusal(error: unknown): TokenRefused {
    if (error instanceof TokenRefused) return error;
    if (error instanceof errors.JWTExpired) return new TokenRefused('The access token has expired.');
    if (error instanceof errors.JOSEError && !isOfTheKeys(error)) {
      return new TokenRefused('The access token is not valid here.');
    }
    this.logger.warn({ err: error }, 'the authorisation server can not be asked');
    return new TokenRefused('The access token can not be verified.');
  }
}

/** True where the keys could not be had: their server was too slow, or answered something that is no JWK set. */
function isOfTheKeys(error: errors.JOSEError): boolean {
  const codes: readonly string[] = [errors.JOSEError.code, errors.JWKSTimeout.code, errors.JWKSInvalid.code];
  return codes.includes(error.code);
}

/** RFC 9068 §4 and plain JWTs; an ID token or a logout token is no access token. */
function checkType({ protectedHeader }: JWTVerifyResult): void {
  const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, '');
  if (type !== undefined && type !== 'jwt' && type !== 'at+jwt')
    throw new TokenRefused('The token is no access token.');
}
