import { type ChangeEntry, type ChangesPage, placeText } from 'organisations-directory-client';

/** The first page is small, so that something is to be seen soon. */
const firstPageSize = 100;
const pageSize = 1_000;
/** Pages of one search. After them the person decides whether to search on. */
const maxPages = 10;

/** A part of the log before the present one. */
export interface OlderPart {
  readonly log: string;
  /** The search begins at this position and goes down. */
  readonly from: number;
  /** The search ends when it has found so many. */
  readonly wanted: number;
  readonly matches: (entry: ChangeEntry) => boolean;
}

/** The entries that a step of the search found, in the order of the log. */
export interface FoundPart {
  readonly changes: readonly ChangeEntry[];
  /** All entries of the step, also those that do not match. */
  readonly all: readonly ChangeEntry[];
  readonly from: number;
}

/**
 * Yields the entries before a position page by page, the newest page first, until enough of them match. The feed has no
 * order from new to old, and a page covers positions whose entries may be hidden.
 */
export async function* readBack(
  readPage: (query: { after: string; limit: number }) => Promise<ChangesPage>,
  { log, from, wanted, matches }: OlderPart,
): AsyncGenerator<FoundPart, void> {
  let found = 0;
  let end = from;
  for (let count = 0; count < maxPages && end > 0 && found < wanted; count += 1) {
    const start = Math.max(0, end - (count === 0 ? firstPageSize : pageSize));
    const page = await readPage({ after: placeText({ log, position: start }), limit: end - start });
    // The log may have grown since.
    const all = page.changes.filter(({ Position }) => Position <= end);
    const changes = all.filter(matches);
    found += changes.length;
    end = start;
    yield { changes, all, from: start };
  }
}
