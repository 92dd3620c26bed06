import type { Caller } from '../auth/caller.js';
import type { Parameters } from './parameters.js';

/** The conditions of a list of organisations. */
export interface OrganisationFilter {
  /** Folded substring of the eight searched fields. */
  readonly text: string | null;
  readonly onlyActive: boolean;
  /** Only organisations that have this address among their Active administrators; lower case. */
  readonly relatedTo: string | null;
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
