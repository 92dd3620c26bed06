import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from '../../errors/problem.js';
import { isRepeated } from '../../validation/repeated-header.js';
import { objectClaim, textClaim, type TokenClaims, TokenRefused } from '../token-claims.js';
import { DpopReplayCache } from './dpop-replay-cache.js';
import { maxNonceLifetimeMs, type Nonces } from './nonces.js';
import { type Proof, ProofRefused, readProof } from './proof.js';
import { checkProofTime, maxProofLifetimeMs } from './proof-time.js';
import type { SharedProofs } from './shared-proofs.js';
import type { TargetUri } from './target-uri.js';

/** More than one process can verify, so all keys together never fill the replay cache: 30 MB, with nonces 70 MB. */
const maxProofsPerSecond = 2_500;
/** The rate limit of the users of a client, by default. A key above it is refused, and no other key. */
const maxProofsPerSecondAndKey = 1_000;

/** Verifies that the sender of a token has the key that the token is bound to (RFC 9449 §4.3). */
export class DpopVerifier {
  private readonly lifetimeMs: number;
  private readonly replays: DpopReplayCache;

  /**
   * @param nonces null if proofs need no nonce
   * @param shared null if this is the only instance
   */
  constructor(
    private readonly targets: TargetUri,
    private readonly nonces: Nonces | null,
    private readonly shared: SharedProofs | null,
  ) {
    this.lifetimeMs = nonces === null ? maxProofLifetimeMs : maxNonceLifetimeMs;
    const seconds = this.lifetimeMs / 1_000;
    this.replays = new DpopReplayCache(this.lifetimeMs, {
      ofKey: maxProofsPerSecondAndKey * seconds,
      ofAllKeys: maxProofsPerSecond * seconds,
    });
  }

  /** The header with the nonce of the next proof (RFC 9449 §8.2), by lower-case name; empty without nonces. */
  get nonceHeader(): Readonly<Record<string, string>> {
    return this.nonces === null ? {} : { 'dpop-nonce': this.nonces.current() };
  }

  /** Returns the thumbprint of the key that a token is bound to. @throws TokenRefused for a token without one */
  boundThumbprint(claims: TokenClaims): string {
    const thumbprint = textClaim(objectClaim(claims, 'cnf'), 'jkt');
    if (thumbprint === null) throw new TokenRefused('The access token is not bound to a key of DPoP.');
    return thumbprint;
  }

  /**
   * Verifies the proof of a request, without using it up.
   * @param thumbprint of the key that the verified token is bound to
   * @throws TokenRefused, ProofRefused
   */
  async verify(request: FastifyRequest, token: string, thumbprint: string): Promise<Proof> {
    const proof = await readProof(proofHeader(request));
    if (proof.thumbprint !== thumbprint) throw new TokenRefused('The access token is bound to another key.');
    this.checkPurpose(request, token, proof);
    this.checkTime(proof);
    if (this.replays.has(proof)) throw replayed();
    return proof;
  }

  /**
   * Uses a proof up. Each request needs a new one. While Redis does not respond, this instance detects only the replays of
   * proofs that it has seen itself.
   * @throws ProofRefused for a replay, TooManyRequests if the key has too many proofs
   */
  async use(proof: Proof): Promise<void> {
    const result = this.replays.add(proof);
    // A full cache can't detect replays, and may not evict a proof that can still be replayed.
    if (result === 'full') throw new TooManyRequests(this.replays.secondsUntilRotation);
    if (result === 'replayed') throw replayed();
    if ((await this.shared?.add(proof, this.lifetimeMs)) === 'replayed') throw replayed();
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
}

function replayed(): ProofRefused {
  return new ProofRefused('The DPoP proof was used before (jti).');
}

function proofHeader(request: FastifyRequest): string {
  const header = request.headers.dpop;
  if (typeof header !== 'string' || header === '' || isRepeated(request.raw.rawHeaders, 'dpop')) {
    throw new ProofRefused('A DPoP proof must be provided, in one DPoP header.');
  }
  return header;
}
