import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type ChangeContent, toWholeContent } from './change.mapper.js';
import type { LoggedEntry, OwnedEntry } from './logged-entry.js';

/** The end of a chain. */
export interface ChainEnd {
  readonly log: string;
  readonly position: number;
  /** 64 zeros where there is no entry. */
  readonly hash: string;
}

/** Returns the hash of an entry: SHA-256 over RFC 8785 of its place, the hash before and its whole content. */
export function chainHash({ log, hash }: ChainEnd, position: number, content: ChangeContent): string {
  const text = canonicalize({ Log: log, Position: position, Previous: hash, Entry: content });
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}

/** Appends entries to a chain: gives each its position and hash. */
export function appendToChain(end: ChainEnd, entries: readonly OwnedEntry[]): LoggedEntry[] {
  const logged: LoggedEntry[] = [];
  let last = end;
  for (const entry of entries) {
    const position = last.position + 1;
    const hash = chainHash(last, position, toWholeContent(entry));
    last = { log: end.log, position, hash };
    logged.push({ ...entry, position, hash });
  }
  return logged;
}
