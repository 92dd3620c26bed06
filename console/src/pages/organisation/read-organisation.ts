import { DirectoryError, type Organisation } from 'organisations-directory-client';
import { directory } from '../../directory/directory.ts';

/** An organisation, its ETag, and a place in the log of changes that is not after it. */
export interface ShownOrganisation {
  readonly organisation: Organisation;
  readonly etag: string;
  readonly place: string;
}

/** Returns the organisation; null if there is none that the caller may see. */
export async function readOrganisation(
  organisationId: string,
  signal: AbortSignal,
): Promise<ShownOrganisation | null> {
  // The place comes first: a change between the two is reported once more and not missed.
  const place = await directory.feed.newest({ signal });
  try {
    const { value, etag } = await directory.organisations.get(organisationId, { signal });
    return { organisation: value, etag, place };
  } catch (error) {
    if (error instanceof DirectoryError && error.status === 404) return null;
    throw error;
  }
}
