import type { SecurityEventName } from '../../../security-events/event-names.js';
import type { EventDetails } from '../../../security-events/security-events.js';
import type { AuditEntry } from './audit-entry.js';

/** The audited operations that decide rights, with the security event of each. */
export const auditEvents: Readonly<Partial<Record<string, SecurityEventName>>> = {
  'user create': 'notify.user_created',
  'user update': 'notify.user_changed',
  'user activate': 'notify.user_activated',
  'user archive': 'notify.user_archived',
  'organisation add-user': 'notify.member_added',
  'organisation remove-user': 'notify.member_removed',
  'organisation set-user-permissions': 'notify.permissions_changed',
  'organisation invite-user': 'notify.invite_created',
  'organisation update-invite': 'notify.invite_changed',
};

/** The changes whose values are ids or words of the API. Of all others, such as addresses, only the name is told. */
const toldValues = ['user_id', 'invite_id', 'permissions', 'platform_admin', 'state', 'status'] as const;

/** Returns the details of an event: the entity, the names of the changed fields and the values without personal data. */
export function eventDetails({ entity, entityId, changes }: AuditEntry): EventDetails {
  const told = toldValues.filter((name) => changes[name] !== undefined);
  return {
    entity,
    entityId,
    fields: Object.keys(changes),
    ...Object.fromEntries(told.map((name) => [name, changes[name] as string | boolean | string[]])),
  };
}
