interface Kept {
  readonly entityTag: string;
  readonly text: string;
  readonly headers: Headers;
}

/** Characters of an entry besides its body. */
const entryOverhead = 500;

/** Keeps the bodies of GET with their ETags, so that a 304 gives the same answer again. The oldest use leaves first. */
export class EntityTagCache {
  private readonly entries = new Map<string, Kept>();
  private size = 0;

  /** @param maxSize in characters; 0 keeps nothing */
  constructor(private readonly maxSize: number) {}

  /** Returns the ETag of the kept answer, or null. */
  entityTagOf(url: string): string | null {
    return this.entries.get(url)?.entityTag ?? null;
  }

  /** Keeps an answer, unless it has no ETag or is larger than a quarter of the cache. */
  keep(url: string, text: string, headers: Headers): void {
    const entityTag = headers.get('etag');
    this.forget(url);
    if (entityTag === null || sizeOf(text) > this.maxSize / 4) return;
    this.entries.set(url, { entityTag, text, headers });
    this.size += sizeOf(text);
    for (const oldest of this.entries.keys()) {
      if (this.size <= this.maxSize) break;
      this.forget(oldest);
    }
  }

  /** Returns the kept answer with the headers of the 304 over its own; null if it left the cache meanwhile. */
  answer(url: string, notModified: Headers): Response | null {
    const kept = this.entries.get(url);
    if (kept === undefined) return null;
    this.entries.delete(url);
    this.entries.set(url, kept);
    const headers = new Headers(kept.headers);
    notModified.forEach((value, name) => {
      headers.set(name, value);
    });
    return new Response(kept.text, { status: 200, headers });
  }

  private forget(url: string): void {
    const kept = this.entries.get(url);
    if (kept === undefined) return;
    this.entries.delete(url);
    this.size -= sizeOf(kept.text);
  }
}

function sizeOf(text: string): number {
  return text.length + entryOverhead;
}
