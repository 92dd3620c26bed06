import type { SecurityEvents } from '../../../security-events/security-events.js';
import type { Author } from '../auth/author.js';
import type { OrganisationRecord } from './organisation.fields.js';

/**
 * Records what a committed change of an organisation means for rights: its creation (`before` is null), its Status, and
 * its flags. Other fields are in the history only.
 */
export function recordOrganisationChange(
  events: SecurityEvents,
  { origin }: Author,
  before: OrganisationRecord | null,
  after: OrganisationRecord,
): void {
  const { organisationId, status } = after;
  if (before === null) {
    events.record('organisation.created', origin, { organisationId, status, flags: flagIdsOf(after) });
    return;
  }
  if (before.status !== status) {
    const details = { organisationId, before: before.status, after: status };
    events.record('organisation.status_changed', origin, details);
  }
  const [had, has] = [flagIdsOf(before), flagIdsOf(after)];
  const added = has.filter((flagId) => !had.includes(flagId));
  const removed = had.filter((flagId) => !has.includes(flagId));
  if (added.length + removed.length > 0)
    events.record('organisation.flags_changed', origin, { organisationId, added, removed });
}

function flagIdsOf({ flags }: OrganisationRecord): string[] {
  return flags.map(({ flagId }) => flagId);
}
