/** Maximum queueing time. Rejecting at once makes clients retry at once, and the service then does nothing but reject. */
const maxWaitMs = 3_000;
const sweepIntervalMs = 10;
/** Rejections per sweep, so that a burst of requests that expire together does not block the event loop. */
const maxTimeoutsPerSweep = 25;
/** Each entry costs the memory of a request. A longer queue can't be served within `maxWaitMs` anyway. */
const maxEntries = 10_000;

interface Entry<Item> {
  readonly expiresAtMs: number;
  /** Null after the item has left the queue. */
  item: Item | null;
}

/**
 * A first-in, first-out queue whose items time out after three seconds and can leave at any time. Neither fastq nor
 * p-queue fits: fastq removes no single entry, so it keeps the expired ones while all slots are taken, and p-queue
 * searches the whole queue for each entry that it removes.
 */
export class RequestQueue<Item> {
  private readonly entries: Entry<Item>[] = [];
  private sweeper: NodeJS.Timeout | null = null;

  /** @param onTimeout is called with each item that has waited for too long, after its removal */
  constructor(private readonly onTimeout: (item: Item) => void) {}

  get isFull(): boolean {
    return this.entries.length >= maxEntries;
  }

  /** May be false although all items have left, until the next sweep. */
  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  get length(): number {
    return this.entries.filter(({ item }) => item !== null).length;
  }

  /** Appends an item, and returns the function that removes it. */
  enqueue(item: Item): () => void {
    const entry: Entry<Item> = { expiresAtMs: performance.now() + maxWaitMs, item };
    this.entries.push(entry);
    this.sweeper ??= setInterval(() => {
      this.sweep();
    }, sweepIntervalMs);
    return () => {
      entry.item = null;
    };
  }

  /** Removes and returns the oldest item; null for an empty queue. */
  dequeue(): Item | null {
    for (let entry = this.entries.shift(); entry !== undefined; entry = this.entries.shift())
      if (entry.item !== null) return entry.item;
    return null;
  }

  private sweep(): void {
    const now = performance.now();
    for (let timeouts = 0; timeouts < maxTimeoutsPerSweep && this.isExpired(now);) {
      const item = this.entries.shift()?.item ?? null;
      if (item === null) continue;
      this.onTimeout(item);
      timeouts += 1;
    }
    if (this.entries.length > 0 || this.sweeper === null) return;
    clearInterval(this.sweeper);
    this.sweeper = null;
  }

  private isExpired(now: number): boolean {
    return (this.entries[0]?.expiresAtMs ?? Infinity) <= now;
  }
}
