import { createHash } from 'node:crypto';
import type { Proof } from './proof.js';

/**
 * The proofs that this process has seen, to detect replays (RFC 9449 §11.1). Two generations rotate, each kept for the
 * maximum lifetime of a proof, so a dropped proof has expired. The cache stores hashes, because ids have any length.
 */
export class DpopReplayCache {
  private current = new Set<string>();
  private previous = new Set<string>();
  private rotatesAtMs = 0;

  /**
   * @param maxLifetimeMs maximum time from the first to the last use of a proof
   * @param maxProofs proofs in each generation
   */
  constructor(
    private readonly maxLifetimeMs: number,
    private readonly maxProofs: number,
  ) {}

  /** Adds a proof. Returns `full` if the cache has no room and can't detect its replay. */
  add(proof: Pick<Proof, 'thumbprint' | 'id'>): 'new' | 'replayed' | 'full' {
    this.rotate(Date.now());
    const hash = createHash('sha256').update(`${proof.thumbprint}.${proof.id}`).digest('binary');
    if (this.current.has(hash) || this.previous.has(hash)) return 'replayed';
    if (this.current.size >= this.maxProofs) return 'full';
    this.current.add(hash);
    return 'new';
  }

  /** Seconds until a full cache has room again, at least 1. */
  get secondsUntilRotation(): number {
    return Math.max(1, Math.ceil((this.rotatesAtMs - Date.now()) / 1_000));
  }

  private rotate(nowMs: number): void {
    if (nowMs < this.rotatesAtMs) return;
    this.previous = nowMs < this.rotatesAtMs + this.maxLifetimeMs ? this.current : new Set();
    this.current = new Set();
    this.rotatesAtMs = nowMs + this.maxLifetimeMs;
  }
}
