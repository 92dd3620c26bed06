import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../errors/problem.js';
import { isRepeated } from '../../validation/repeated-header.js';
import { objectClaim, textClaim, type TokenClaims, TokenRefused } from '../token-claims.js';
import { DpopReplayCache } from './dpop-replay-cache.js';
import { maxNonceLifetimeMs, type Nonces } from './nonces.js';
import { type Proof, ProofRefused, readProof } from './proof.js';
import { checkProofTime, maxProofLifetimeMs } from './proof-time.js';
import type { TargetUri } from './target-uri.js';

/** More than one process can verify. The replay cache takes 30 MB at this rate, 70 MB with nonces. */
const maxProofsPerSecond = 2_500;

/** Verifies that the sender of a token has the key that the token is bound to (RFC 9449 §4.3). */
export class DpopVerifier {
  private readonly replays: DpopReplayCache;

  /** @param nonces null if proofs need no nonce */
  constructor(
    private readonly targets: TargetUri,
    private readonly nonces: Nonces | null,
  ) {
    const lifetimeMs = nonces === null ? maxProofLifetimeMs : maxNonceLifetimeMs;
    this.replays = new DpopReplayCache(lifetimeMs, (maxProofsPerSecond * lifetimeMs) / 1_000);
  }

  /** The header with the nonce of the next proof (RFC 9449 §8.2), by lower-case name; empty without nonces. */
  get nonceHeader(): Readonly<Record<string, string>> {
    return this.nonces === null ? {} : { 'dpop-nonce': this.nonces.current() };
  }

  /**
   * Verifies the proof of a request. Each request needs a new proof.
   * @param claims the claims of the verified token
   * @throws TokenRefused, ProofRefused, TooManyRequests
   */
  async verify(request: FastifyRequest, token: string, claims: TokenClaims): Promise<void> {
    const boundThumbprint = textClaim(objectClaim(claims, 'cnf'), 'jkt');
    if (boundThumbprint === null) throw new TokenRefused('The access token is not bound to a key of DPoP.');
    const proof = await readProof(proofHeader(request));
    if (proof.thumbprint !== boundThumbprint)
      throw new TokenRefused('The access token is bound to another key.');
    this.checkPurpose(request, token, proof);
    this.checkTime(proof);
    this.rejectReplay(proof);
  }

  /** A nonce replaces iat as the time of a proof, so a client with a wrong clock can call (RFC 9449 §4.3 and §11.1). */
  private checkTime(proof: Proof): void {
    if (this.nonces === null) checkProofTime(proof.issuedAt);
    else if (!this.nonces.isValid(proof.nonce)) {
      throw new ProofRefused('The DPoP proof must carry the nonce of DPoP-Nonce.', 'use_dpop_nonce');
    }
  }

  private checkPurpose(request: FastifyRequest, token: string, proof: Proof): void {
    if (proof.method !== request.method)
      throw new ProofRefused('The DPoP proof is for another method (htm).');
    if (!this.targets.matches(request.raw, proof.uri)) {
      throw new ProofRefused(
        `The DPoP proof is for another URI: its htu must be ${this.targets.expected(request.raw)} and the path of the request, without query.`,
      );
    }
    if (proof.tokenHash !== createHash('sha256').update(token).digest('base64url')) {
      throw new ProofRefused('The DPoP proof is for another access token (ath).');
    }
  }

  private rejectReplay(proof: Proof): void {
    const result = this.replays.add(proof);
    if (result === 'replayed') throw new ProofRefused('The DPoP proof was used before (jti).');
    // A full cache can't detect replays, and may not evict a proof that can still be replayed.
    if (result === 'full') throw new TooManyRequests(this.replays.secondsUntilRotation);
  }
}

function proofHeader(request: FastifyRequest): string {
  const header = request.headers.dpop;
  if (typeof header !== 'string' || header === '' || isRepeated(request.raw.rawHeaders, 'dpop')) {
    throw new ProofRefused('A DPoP proof must be provided, in one DPoP header.');
  }
  return header;
}
