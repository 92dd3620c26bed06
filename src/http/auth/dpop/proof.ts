import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify, type JWTVerifyResult } from 'jose';
import { signatureAlgorithms } from '../signature-algorithms.js';
import { textClaim, type TokenClaims } from '../token-claims.js';
import { leewaySeconds } from '../token-times.js';
import { ProofRefused } from './proof-refused.js';

/** A proof is made for one request, so it is young. */
const oldestSeconds = 60;
/** From first to last a proof is good for at most so long: its clock may be ahead or behind, and seconds are rounded. */
export const proofLifeMs = (oldestSeconds + 2 * leewaySeconds + 1) * 1_000;

/** RFC 7518 §6: what only the owner of a key may have, and the secret of a symmetric one. */
const privateParameters = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** What a proof with a good signature says (RFC 9449 §4.2). */
export interface Proof {
  /** RFC 7638, SHA-256, base64url: of the key that signed it. */
  readonly thumbprint: string;
  readonly id: string;
  readonly method: string;
  readonly uri: string;
  /** SHA-256, base64url, of the access token. */
  readonly tokenHash: string;
  readonly nonce: string | null;
}

/**
 * Reads a DPoP proof: a JWT of its own type, young, signed with an algorithm that FAPI 2.0 allows by the public key that
 * it brings along. What it was made for is the caller's to compare.
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
    nonce: textClaim(payload, 'nonce'),
  };
}

async function verify(text: string): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(text, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: signatureAlgorithms,
      requiredClaims: ['iat'],
      maxTokenAge: oldestSeconds,
      clockTolerance: leewaySeconds,
    });
  } catch (error) {
    throw new ProofRefused(reasonOf(error));
  }
}

/** Whatever a key or a signature that is none makes the library throw, it is the proof that is wrong. */
function reasonOf(error: unknown): string {
  const isOfTime = error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed;
  if (isOfTime && error.claim === 'iat') {
    return `The DPoP proof must say when it was made (iat), at most ${oldestSeconds} seconds ago.`;
  }
  return 'The DPoP proof is not valid: it must be a JWT of type dpop+jwt, signed by the key that it brings along.';
}

function required(claims: TokenClaims, name: string): string {
  const value = textClaim(claims, name);
  if (value === null) throw new ProofRefused(`The DPoP proof must have the claim ${name}.`);
  return value;
}
