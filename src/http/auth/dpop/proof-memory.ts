import { createHash } from 'node:crypto';
import type { Proof } from './proof.js';

/**
 * Which proofs were shown to this process, so that none is good twice (RFC 9449 §11.1). Two generations, each kept for
 * as long as a proof can live: whatever is forgotten is too old by then. Kept as hashes, since the ids are of any length.
 */
export class ProofMemory {
  private present = new Set<string>();
  private previous = new Set<string>();
  private turnsAtMs = 0;

  /**
   * @param lifeMs how long a proof can be good
   * @param most how many are kept of a generation
   */
  constructor(
    private readonly lifeMs: number,
    private readonly most: number,
  ) {}

  /** `full` where it can't be known whether the proof was shown, because no more can be kept. */
  take(proof: Pick<Proof, 'thumbprint' | 'id'>): 'new' | 'seen' | 'full' {
    this.turn(Date.now());
    const hash = createHash('sha256').update(`${proof.thumbprint}.${proof.id}`).digest('binary');
    if (this.present.has(hash) || this.previous.has(hash)) return 'seen';
    if (this.present.size >= this.most) return 'full';
    this.present.add(hash);
    return 'new';
  }

  /** Seconds until there is room again. */
  get fullForSeconds(): number {
    return Math.max(1, Math.ceil((this.turnsAtMs - Date.now()) / 1_000));
  }

  private turn(nowMs: number): void {
    if (nowMs < this.turnsAtMs) return;
    this.previous = nowMs < this.turnsAtMs + this.lifeMs ? this.present : new Set();
    this.present = new Set();
    this.turnsAtMs = nowMs + this.lifeMs;
  }
}
