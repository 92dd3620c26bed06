import type { HistoryEntry } from 'organisations-directory-client';
import { useState } from 'preact/hooks';
import { directory } from '../../../directory/directory.ts';
import { type Loaded, useLoaded } from '../../../directory/use-loaded.ts';

const pageSize = 20;

export interface History {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly totalSize: number;
  readonly hasMore: boolean;
}

/**
 * Reads the history of an organisation page by page.
 * @param etag another one reads the shown pages again
 */
export function useHistory(
  organisationId: string,
  etag: string,
): { readonly loaded: Loaded<History>; readonly showMore: () => void } {
  const [pages, setPages] = useState(1);
  const loaded = useLoaded(
    (signal) => readPages(organisationId, pages, signal),
    [organisationId, etag, pages],
  );
  return {
    loaded,
    showMore: () => {
      setPages(pages + 1);
    },
  };
}

/** Reads all shown pages again: one of them that has not changed costs a 304. */
async function readPages(organisationId: string, pages: number, signal: AbortSignal): Promise<History> {
  const entries = new Map<number, HistoryEntry>();
  for (let page = 0; ; page += 1) {
    const query = { page, size: pageSize };
    const answer = await directory.organisations.historyPage(organisationId, query, { signal });
    // An entry that is made meanwhile moves the others to the next page.
    for (const entry of answer.content) entries.set(entry.Revision, entry);
    const hasMore = page + 1 < answer.totalPages;
    if (!hasMore || page + 1 >= pages)
      return { entries: [...entries.values()], totalSize: answer.totalSize, hasMore };
  }
}
