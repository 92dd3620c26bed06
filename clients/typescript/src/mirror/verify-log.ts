import { type ChangesPage, parsePlace, placeText } from '../changes/change-entry.js';
import type { Changes } from '../changes/changes.js';
import type { Checkpoint, Checkpoints } from './checkpoints.js';
import { ChainBrokenError, firstHash, HashChain } from './hash-chain.js';

/** The part of a log that is verified. */
export interface VerifyProgress {
  /** The last position that was read. */
  readonly position: number;
  /** The last position that is known to exist. */
  readonly newest: number;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  /** Is called after each page. */
  readonly onProgress?: (progress: VerifyProgress) => void;
}

/** The result of a log whose every hash that could be recomputed is right. */
export interface LogVerdict {
  readonly log: string;
  /** The last position. */
  readonly position: number;
  /** Its hash; null if the caller may not see the whole entry. */
  readonly hash: string | null;
  /** Entries whose hash was recomputed. It is less than `position` if the caller may not see each entry. */
  readonly verified: number;
  /** Positions whose entry is not shown to the caller. */
  readonly hidden: number;
  /** Entries of which the caller sees a part only; they have no hash. */
  readonly partial: number;
  readonly checkpoint: Checkpoint;
  /** True if the log has the hash that the checkpoint signs; null if the caller does not see the hash there. */
  readonly hasCheckpoint: true | null;
}

const pageSize = 1_000;

/**
 * Reads the whole log, recomputes each hash, and compares the chain with the newest checkpoint.
 * @throws ChainBrokenError
 */
export async function verifyLog(
  changes: Pick<Changes, 'page'>,
  checkpoints: Pick<Checkpoints, 'read'>,
  { signal, onProgress }: VerifyOptions,
): Promise<LogVerdict> {
  const options = signal === undefined ? {} : { signal };
  // Read before the log, so that the log must contain it.
  const checkpoint = await checkpoints.read(signal);
  const reading = new VerifiedReading(checkpoint);
  for (let hasMore = true; hasMore;) {
    const page = await changes.page({ after: reading.place, limit: pageSize }, options);
    await reading.accept(page, signal);
    ({ hasMore } = page);
    onProgress?.({
      position: reading.position,
      newest: Math.max(reading.position, checkpoint.position),
    });
  }
  return reading.finish();
}

/** The entries that were read and verified so far. */
class VerifiedReading {
  position = 0;
  private shown = 0;
  private partial = 0;
  private hasCheckpoint: true | null = null;
  private readonly chain: HashChain;

  constructor(private readonly checkpoint: Checkpoint) {
    this.chain = new HashChain({ log: checkpoint.log, position: 0 }, firstHash);
  }

  get place(): string {
    return placeText({ log: this.checkpoint.log, position: this.position });
  }

  async accept({ changes, next, hasMore }: ChangesPage, signal: AbortSignal | undefined): Promise<void> {
    for (const entry of changes) {
      signal?.throwIfAborted();
      await this.chain.accept(entry);
      if ((entry.Hash ?? null) === null) this.partial += 1;
    }
    const place = parsePlace(next);
    if (hasMore && place.position <= this.position)
      throw new Error(`The feed of changes does not go on after position ${this.position}.`);
    this.chain.moveTo(place);
    this.position = place.position;
    this.shown += changes.length;
    this.hasCheckpoint ??= this.chain.compare(this.checkpoint.position, this.checkpoint.hash);
  }

  finish(): LogVerdict {
    const { checkpoint, position, partial, hasCheckpoint } = this;
    if (position < checkpoint.position)
      throw new ChainBrokenError(
        `The checkpoint is of position ${checkpoint.position}, but the log ends at position ${position}.`,
        { position },
      );
    const { hash, verified } = this.chain;
    const hidden = position - this.shown;
    return { log: checkpoint.log, position, hash, verified, hidden, partial, checkpoint, hasCheckpoint };
  }
}
