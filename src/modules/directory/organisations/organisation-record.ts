import type { Flag } from '../flags/flag.entity.js';
import type { Organisation, SearchColumn } from './organisation.entity.js';

/** What a caller of the API may set of an organisation. */
export type AmendableFields = Omit<Organisation, 'organisationId' | 'createdOn' | 'revision' | SearchColumn>;

/** An organisation with the flags that are to be shown, in their order. */
export type OrganisationRecord = Omit<Organisation, SearchColumn> & { readonly flags: readonly Flag[] };
