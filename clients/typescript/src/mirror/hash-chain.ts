import canonicalize from 'canonicalize';
import { type ChangeEntry, type Place, placeText } from '../changes/change-entry.js';

/** The directory's log is not the one that it was: somebody changed history, or the answers come from somebody else. */
export class ChainBrokenError extends Error {
  override readonly name = 'ChainBrokenError';
  /** The position at which the log differs; null if the error is about a checkpoint alone. */
  readonly position: number | null;

  constructor(
    message: string,
    { position = null, cause }: { position?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.position = position;
  }
}

/** Hashes that are kept to compare with a checkpoint, which may be up to a minute old. */
const keptHashes = 100_000;

/** The hash before the first position. */
export const firstHash = '0'.repeat(64);

/** Returns the hash of an entry: SHA-256 in hexadecimal over the RFC 8785 form of log, position, previous hash and entry. */
export async function hashOf(log: string, entry: ChangeEntry, previous: string): Promise<string> {
  const { Position, ...rest } = entry;
  const content = { ...rest, Hash: undefined };
  const text = canonicalize({ Log: log, Position, Previous: previous, Entry: content }) ?? '';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Verifies the hashes of entries one after the other. An entry without a hash, or after a position that the caller may not
 * see, can't be verified: the chain goes on from the next hash.
 */
export class HashChain {
  private readonly hashes = new Map<number, string>();
  /** Number of entries whose hash was recomputed. */
  verified = 0;

  constructor(
    private place: Place,
    hash: string | null,
  ) {
    if (hash !== null) this.hashes.set(place.position, hash);
  }

  /** The hash at the place of the chain; null if it is unknown. */
  get hash(): string | null {
    return this.hashes.get(this.place.position) ?? null;
  }

  /** @throws ChainBrokenError */
  async accept(entry: ChangeEntry): Promise<void> {
    const previous = entry.Position === this.place.position + 1 ? this.hash : null;
    const hash = entry.Hash ?? null;
    if (hash !== null && previous !== null) {
      const computed = await hashOf(this.place.log, entry, previous);
      if (computed !== hash)
        throw new ChainBrokenError(
          `The hash of position ${entry.Position} is ${hash}, but its entry and the hash before give ${computed}.`,
          { position: entry.Position },
        );
      this.verified += 1;
    }
    this.place = { log: this.place.log, position: entry.Position };
    if (hash !== null) this.keep(entry.Position, hash);
  }

  /** Moves over positions that the caller may not see. */
  moveTo(place: Place): void {
    if (place.position > this.place.position) this.place = place;
  }

  /**
   * Compares a signed hash with the chain; null if the chain does not have that position yet, or does not know its hash.
   * @throws ChainBrokenError
   */
  compare(position: number, signed: string): true | null {
    const own = position === 0 ? firstHash : this.hashes.get(position);
    if (own === undefined) return null;
    if (own !== signed)
      throw new ChainBrokenError(
        `The checkpoint signs ${signed} for ${placeText({ log: this.place.log, position })}, but the log gave ${own}.`,
        { position },
      );
    return true;
  }

  private keep(position: number, hash: string): void {
    this.hashes.set(position, hash);
    if (this.hashes.size <= keptHashes) return;
    const [oldest] = this.hashes.keys();
    if (oldest !== undefined) this.hashes.delete(oldest);
  }
}
