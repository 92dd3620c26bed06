import { NoResultFound, RuleBroken } from '../errors/notify-problems.js';
import type { LockedOrganisation } from './organisation-locks.repository.js';

/** @throws NoResultFound where there is none */
export function requireOrganisation([organisation]: readonly LockedOrganisation[]): LockedOrganisation {
  if (organisation === undefined) throw new NoResultFound();
  return organisation;
}

/**
 * What is archived takes nothing new: no service, member, invite or branding.
 * @param what as in `add services to`
 * @throws RuleBroken
 */
export function requireActive(organisation: LockedOrganisation, what: string): void {
  if (!organisation.active) throw new RuleBroken(`Cannot ${what} an archived organisation`);
}
