import { Overloaded } from '../errors/problem.js';

const maxTotalBytes = 64 * 1_048_576;
const retryAfterSeconds = 1;

/**
 * The bytes that have arrived of request bodies that are not complete. Slow senders hold no concurrency slot, so their
 * bodies have their own memory limit. Declared lengths do not count: they take no memory.
 */
export class UnfinishedBodies {
  private bytes = 0;

  constructor(private readonly maxBytes = maxTotalBytes) {}

  /** The bytes held now, for the metrics. */
  get heldBytes(): number {
    return this.bytes;
  }

  /** Counts received bytes; returns false, and counts nothing, above the limit. */
  hold(bytes: number): boolean {
    if (this.bytes + bytes > this.maxBytes) return false;
    this.bytes += bytes;
    return true;
  }

  /** Call this when a body is complete, discarded or its connection closed. */
  release(bytes: number): void {
    this.bytes -= bytes;
  }
}

/** Returns the 503 for a body above the limit. */
export function tooManyBodies(): Overloaded {
  return new Overloaded(retryAfterSeconds);
}
