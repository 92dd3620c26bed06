import type { Organisation } from 'organisations-directory-client';
import { directory } from '../../../directory/directory.ts';

/** The longest filterBy of the API. */
const maxFilterLength = 255;
const maxMatches = 100;
const childrenPageSize = 1_000;
const maxChildrenPages = 20;

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

export interface Children {
  readonly found: readonly Organisation[];
  /** The number of organisations that were compared. */
  readonly compared: number;
  /** False if more organisations name a parent than were compared. */
  readonly isComplete: boolean;
}

/**
 * Looks for organisations whose parent is this one. No filter of the API reads ParentOrganisationReference; in its order
 * the organisations without a parent come last, so only those with one are read.
 */
export async function readChildren(parent: Organisation, signal: AbortSignal): Promise<Children> {
  const found: Organisation[] = [];
  let compared = 0;
  for (let page = 0; page < maxChildrenPages; page += 1) {
    const query = { sort: ['ParentOrganisationReference,asc'], size: childrenPageSize, page };
    const { content, totalPages } = (await directory.organisations.page(query, { signal })).page;
    const withParent = content.filter(({ ParentOrganisationReference: one }) => one !== null);
    compared += withParent.length;
    found.push(...withParent.filter((one) => isChild(one, parent)));
    if (withParent.length < content.length || page + 1 >= totalPages)
      return { found, compared, isComplete: true };
  }
  return { found, compared, isComplete: false };
}

function isChild(
  { OrganisationId, ParentOrganisationReference: reference }: Organisation,
  parent: Organisation,
): boolean {
  if (OrganisationId === parent.OrganisationId) return false;
  return reference === parent.OrganisationId || reference === parent.RegistrationNumber;
}
