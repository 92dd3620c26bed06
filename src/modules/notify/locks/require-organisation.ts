import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import type { LockedOrganisation } from './organisation-locks.repository.js';

/** @throws NoResultFound if the organisation does not exist */
export function requireOrganisation([organisation]: readonly LockedOrganisation[]): LockedOrganisation {
  if (organisation === undefined) throw new NoResultFound();
  return organisation;
}

/**
 * Refuses new services, members, invites and brandings for an archived organisation.
 * @param what as in `add services to`
 * @throws RuleBroken
 */
export function requireActive(organisation: LockedOrganisation, what: string): void {
  if (!organisation.active) throw new RuleBroken(`Cannot ${what} an archived organisation`);
}
