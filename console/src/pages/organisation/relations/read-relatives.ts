import type { Organisation } from 'organisations-directory-client';
import { directory } from '../../../directory/directory.ts';

/** The longest filterBy of the API. */
const maxFilterLength = 255;
const maxMatches = 100;
/** More are a page of the list. */
const maxChildren = 10;

/** The parent, or why it is not known. */
export type Parent =
  | { readonly kind: 'found'; readonly organisation: Organisation }
  | { readonly kind: 'absent' }
  /** More organisations contain the reference than were looked at. */
  | { readonly kind: 'unsure' };

/**
 * Looks for the organisation whose OrganisationId, or else RegistrationNumber, is the reference. The list finds texts that
 * contain it; only an equal one counts.
 */
export async function readParent(reference: string, signal: AbortSignal): Promise<Parent> {
  if (reference.length > maxFilterLength) return { kind: 'absent' };
  const { page } = await directory.organisations.page({ filterBy: reference, size: maxMatches }, { signal });
  const organisation =
    page.content.find(({ OrganisationId }) => OrganisationId === reference) ??
    page.content.find(({ RegistrationNumber }) => RegistrationNumber === reference);
  if (organisation !== undefined) return { kind: 'found', organisation };
  return { kind: page.totalSize > page.content.length ? 'unsure' : 'absent' };
}

/** The organisations that name another one as their parent. */
export interface Children {
  readonly reference: string;
  readonly found: readonly Organisation[];
  readonly total: number;
}

/** Reads the first children of an organisation, by each text that names it: its OrganisationId and its RegistrationNumber. */
export async function readChildren(
  { OrganisationId, RegistrationNumber }: Organisation,
  signal: AbortSignal,
): Promise<readonly Children[]> {
  const references = [...new Set([OrganisationId, RegistrationNumber])];
  const lists = await Promise.all(
    references.map(async (reference) => {
      const query = { parent: reference, sort: ['OrganisationName,asc'], size: maxChildren };
      const { page } = await directory.organisations.page(query, { signal });
      return { reference, found: page.content, total: page.totalSize };
    }),
  );
  return lists.filter(({ total }) => total > 0);
}
