import type { ChallengeError } from '../challenges.js';

/** Why a DPoP proof is refused: one sentence for the caller, and the code that goes into the challenge. */
export class ProofRefused extends Error {
  constructor(
    sentence: string,
    readonly code: Extract<ChallengeError, 'invalid_dpop_proof' | 'use_dpop_nonce'> = 'invalid_dpop_proof',
  ) {
    super(sentence);
  }
}
