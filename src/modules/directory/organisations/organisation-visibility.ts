import type { Caller } from '../auth/caller.js';
import type { OrganisationStatus } from './organisation.fields.js';
import type { Parameters } from './parameters.js';

/** The conditions of a list of organisations. */
export interface OrganisationFilter {
  /** Folded substring of the eight searched fields. */
  readonly text: string | null;
  readonly onlyActive: boolean;
  /** Only organisations that have this address among their Active administrators; lower case. */
  readonly relatedTo: string | null;
  /** A Status other than Active, which `onlyActive` asks for. */
  readonly status: OrganisationStatus | null;
  /** The field Country, exactly. */
  readonly country: string | null;
  /** FlagId of a flag that the organisations carry. */
  readonly flag: string | null;
  /** The field ParentOrganisationReference, exactly. */
  readonly parent: string | null;
  /** The year or month of CreatedOn in UTC, `YYYY` or `YYYY-MM`. */
  readonly createdIn: string | null;
}

/** True of a filter with a condition on fields or flags, besides that on Active. */
export function isNarrowed({ text, status, country, flag, parent, createdIn }: OrganisationFilter): boolean {
  return [text, status, country, flag, parent, createdIn].some((condition) => condition !== null);
}

/** The facts of a caller that decide which organisations and flags they see. */
export type Visibility = Pick<Caller, 'readsAll' | 'userEmail' | 'flagClearance'>;

/** True of an organisation `o` that has the address `email`, a placeholder, among its Active administrators. */
export function administers(email: string): string {
  return `EXISTS (SELECT FROM directory.admin_user a
    WHERE a.organisation_id = o.organisation_id AND a.user_email = ${email} AND a.status = 'Active')`;
}

/** True of an organisation `o` that the caller may see. */
export function isVisible(visibility: Visibility, parameters: Parameters): string {
  return visibility.readsAll ? 'true' : administers(parameters.add(visibility.userEmail));
}
