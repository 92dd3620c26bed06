import type { HistoryEntry } from 'organisations-directory-client';
import { organisationAtRevision } from '../../../src/modules/directory/organisation-at-revision/organisation-at-revision.ts';
import { directory } from '../directory/directory.ts';

/** An organisation as it was after one of its changes. */
export interface OrganisationRevision {
  /** The change that made it. */
  readonly entry: HistoryEntry;
  /** By the name of the field on the wire, flags by id, without fields that had no value. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Returns an organisation as it was, from its whole history: the API has no representation of a former revision.
 * @returns null if the caller sees no such revision
 */
export async function readRevision(
  organisationId: string,
  revision: number,
  signal: AbortSignal,
): Promise<OrganisationRevision | null> {
  const upTo: HistoryEntry[] = [];
  // By revision, because an entry that is made meanwhile moves the others to the next page.
  const seen = new Set<number>();
  for await (const entry of directory.organisations.history(organisationId, { signal })) {
    if (entry.Revision <= revision && !seen.has(entry.Revision)) upTo.push(entry);
    seen.add(entry.Revision);
  }
  const [newest] = upTo;
  if (newest?.Revision !== revision) return null;
  const changes = upTo.reverse().flatMap(({ Changes }) => Changes);
  return { entry: newest, values: organisationAtRevision(changes) };
}

/** Returns the revision that an address names; null for none, or for what is no number of a revision. */
export function revisionIn(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}
