import { ProofRefused } from './proof.js';

const maxAgeSeconds = 60;
const maxAheadSeconds = 10;

/** The longest time for which a proof without a nonce is accepted; the clock is read in whole seconds. */
export const maxProofLifetimeMs = (maxAgeSeconds + maxAheadSeconds + 1) * 1_000;

/**
 * Checks that a proof was made at most 60 seconds ago and at most 10 seconds ahead of this clock (RFC 9449 §11.1).
 * @param issuedAt the claim iat, seconds since 1970
 * @throws ProofRefused
 */
export function checkProofTime(issuedAt: number): void {
  const age = Math.floor(Date.now() / 1_000) - issuedAt;
  if (age > maxAgeSeconds) {
    throw new ProofRefused(
      `The DPoP proof is too old: its iat may be at most ${maxAgeSeconds} seconds ago. Make a new proof for each request.`,
    );
  }
  if (age < -maxAheadSeconds) {
    throw new ProofRefused(
      `The DPoP proof is from the future: its iat may be at most ${maxAheadSeconds} seconds ahead. Check your clock; iat counts seconds, not milliseconds.`,
    );
  }
}
