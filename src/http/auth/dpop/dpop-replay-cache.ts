import { createHash } from 'node:crypto';
import type { Proof } from './proof.js';

type ProofId = Pick<Proof, 'thumbprint' | 'id'>;

/** Maximum numbers of proofs in each generation. */
interface MaxProofs {
  readonly ofKey: number;
  readonly ofAllKeys: number;
}

/** The proofs of one lifetime. */
class Generation {
  readonly proofs = new Set<string>();
  /** Numbers of proofs by the thumbprint of their key. */
  readonly ofKeys = new Map<string, number>();
}

/**
 * The proofs that this process has seen, to detect replays (RFC 9449 §11.1). Two generations rotate, each kept for the
 * maximum lifetime of a proof, so a dropped proof has expired. The cache stores hashes, because ids have any length.
 * No proof is dropped for another one, and each key has a maximum of its own, so one client can't take another's room.
 */
export class DpopReplayCache {
  private current = new Generation();
  private previous = new Generation();
  /** On the monotonic clock: a change of the system's time drops no proof. */
  private rotatesAtMs = 0;

  /** @param maxLifetimeMs maximum time from the first to the last use of a proof */
  constructor(
    private readonly maxLifetimeMs: number,
    private readonly max: MaxProofs,
  ) {}

  has(proof: ProofId): boolean {
    this.rotate();
    return this.hasHash(hashOf(proof));
  }

  /** Adds a proof. Returns `full` if its key, or all keys, have no room, because its replay would not be detected. */
  add(proof: ProofId): 'new' | 'replayed' | 'full' {
    this.rotate();
    const hash = hashOf(proof);
    if (this.hasHash(hash)) return 'replayed';
    const { proofs, ofKeys } = this.current;
    const ofKey = ofKeys.get(proof.thumbprint) ?? 0;
    if (ofKey >= this.max.ofKey || proofs.size >= this.max.ofAllKeys) return 'full';
    proofs.add(hash);
    ofKeys.set(proof.thumbprint, ofKey + 1);
    return 'new';
  }

  /** Seconds until a full cache has room again, at least 1. */
  get secondsUntilRotation(): number {
    return Math.max(1, Math.ceil((this.rotatesAtMs - performance.now()) / 1_000));
  }

  private hasHash(hash: string): boolean {
    return this.current.proofs.has(hash) || this.previous.proofs.has(hash);
  }

  private rotate(): void {
    const nowMs = performance.now();
    if (nowMs < this.rotatesAtMs) return;
    this.previous = nowMs < this.rotatesAtMs + this.maxLifetimeMs ? this.current : new Generation();
    this.current = new Generation();
    this.rotatesAtMs = nowMs + this.maxLifetimeMs;
  }
}

function hashOf({ thumbprint, id }: ProofId): string {
  return createHash('sha256').update(`${thumbprint}.${id}`).digest('binary');
}
