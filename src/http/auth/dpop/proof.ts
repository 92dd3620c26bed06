import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify, type JWTVerifyResult } from 'jose';
import { type ChallengeError, signatureAlgorithms } from '../challenges.js';
import { clockToleranceSeconds, textClaim, type TokenClaims } from '../token-claims.js';

/** Members of private keys, and of symmetric ones (RFC 7518 §6). */
const privateParameters = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** An invalid proof: one sentence for the caller, and the error code of the challenge. */
export class ProofRefused extends Error {
  constructor(
    sentence: string,
    readonly code: Extract<ChallengeError, 'invalid_dpop_proof' | 'use_dpop_nonce'> = 'invalid_dpop_proof',
  ) {
    super(sentence);
  }
}

/** The claims of a proof with a valid signature (RFC 9449 §4.2). */
export interface Proof {
  /** SHA-256, base64url, of the key that signed the proof (RFC 7638). */
  readonly thumbprint: string;
  readonly id: string;
  readonly method: string;
  readonly uri: string;
  /** SHA-256, base64url, of the access token. */
  readonly tokenHash: string;
  /** Seconds since 1970, by the clock of the client. */
  readonly issuedAt: number;
  readonly nonce: string | null;
}

/**
 * Verifies and reads a DPoP proof: a JWT of type dpop+jwt, signed by the public key in its header with an algorithm of
 * FAPI 2.0. The caller compares method, URI, token, and time or nonce.
 * @throws ProofRefused
 */
export async function readProof(text: string): Promise<Proof> {
  const { protectedHeader, payload } = await verify(text);
  const { jwk } = protectedHeader;
  if (jwk === undefined || privateParameters.some((name) => name in jwk)) {
    throw new ProofRefused('The DPoP proof must bring its public key along, and nothing of the private one.');
  }
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    id: required(payload, 'jti'),
    method: required(payload, 'htm'),
    uri: required(payload, 'htu'),
    tokenHash: required(payload, 'ath'),
    issuedAt: payload.iat ?? 0,
    nonce: textClaim(payload, 'nonce'),
  };
}

async function verify(text: string): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(text, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: signatureAlgorithms,
      requiredClaims: ['iat'],
      clockTolerance: clockToleranceSeconds,
    });
  } catch (error) {
    throw new ProofRefused(reasonOf(error));
  }
}

/** Any error from jose for a bad key or signature means an invalid proof. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The DPoP proof has expired by its own claim exp.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iat') {
      return 'The DPoP proof must have the claim iat: the time when it was made, a number of seconds since 1970.';
    }
    if (error.claim === 'nbf')
      return 'The DPoP proof is not valid yet by its own claim nbf. Check your clock.';
  }
  return 'The DPoP proof is not valid: it must be a JWT of type dpop+jwt, signed by the key that it brings along.';
}

function required(claims: TokenClaims, name: string): string {
  const value = textClaim(claims, name);
  if (value === null) throw new ProofRefused(`The DPoP proof must have the claim ${name}.`);
  return value;
}
