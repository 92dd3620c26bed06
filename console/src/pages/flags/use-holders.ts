import type { OrganisationPage } from 'organisations-directory-client';
import { directory } from '../../directory/directory.ts';
import { type Loaded, useLoaded } from '../../directory/use-loaded.ts';

/** Names that are shown; the others are only counted. */
const maxNames = 10;

/** The organisations that lose a flag: their number, and the first of them by name. */
export type Holders = Pick<OrganisationPage, 'totalSize' | 'content'>;

const nobody: Holders = { totalSize: 0, content: [] };

/**
 * Reads the organisations that carry a flag.
 * @param isAssignable false if no organisation can carry the flag, so that nothing is read
 */
export function useHolders(flag: string, isAssignable: boolean): Loaded<Holders> {
  return useLoaded<Holders>(
    async (signal) => {
      if (!isAssignable) return nobody;
      const query = { flag, sort: ['OrganisationName,asc'], size: maxNames };
      return (await directory.organisations.page(query, { signal })).page;
    },
    [flag, isAssignable],
  );
}
