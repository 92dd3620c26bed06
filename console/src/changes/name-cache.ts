import { type Signal, signal } from '@preact/signals';

/** Requests at one time: names must not keep the page's own requests waiting. */
const maxConcurrent = 3;
/** A page that is open for days must not remember every organisation. */
const maxNames = 5_000;

/** Names by id, which are read when somebody looks at them. */
export class NameCache {
  private readonly names = new Map<string, Signal<string | null>>();
  private readonly asked = new Set<string>();
  private readonly queue: string[] = [];
  private running = 0;

  constructor(private readonly read: (id: string) => Promise<string>) {}

  /** Returns the name; null while it is unknown. */
  of(id: string): Signal<string | null> {
    const known = this.names.get(id);
    if (known !== undefined) return known;
    const name = signal<string | null>(null);
    this.names.set(id, name);
    this.dropOldest();
    return name;
  }

  set(id: string, name: string): void {
    this.of(id).value = name;
  }

  setIfUnknown(id: string, name: string): void {
    const known = this.of(id);
    known.value ??= name;
  }

  /** Reads a name that is unknown; one that can't be read stays so. Returns a function that takes the wish back. */
  want(id: string): () => void {
    if (this.of(id).value !== null || this.asked.has(id)) return () => undefined;
    this.queue.push(id);
    this.runNext();
    return () => {
      const index = this.queue.indexOf(id);
      if (index >= 0) this.queue.splice(index, 1);
    };
  }

  private runNext(): void {
    while (this.running < maxConcurrent) {
      const id = this.queue.shift();
      if (id === undefined) return;
      if (this.asked.has(id)) continue;
      this.asked.add(id);
      this.running += 1;
      void this.load(id);
    }
  }

  private async load(id: string): Promise<void> {
    try {
      this.setIfUnknown(id, await this.read(id));
    } catch {
      // The id is shown instead: not every reader may read every organisation, and flags are deleted.
    }
    this.running -= 1;
    this.runNext();
  }

  private dropOldest(): void {
    if (this.names.size <= maxNames) return;
    const [oldest = ''] = this.names.keys();
    this.names.delete(oldest);
    this.asked.delete(oldest);
  }
}
