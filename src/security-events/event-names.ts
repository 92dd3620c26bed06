/** The name of each security event and its meaning. Names are stable: alert rules use them. */
export const securityEvents = {
  'access.unauthenticated': 'A request was refused with 401: no token, or one that is not valid.',
  'access.forbidden': 'A request was refused with 403: the token is valid, and does not reach that far.',
  'access.rate_limited': 'A request was refused with 429: the quota of the caller is exhausted.',
  'flag.created': 'A flag was created.',
  'flag.changed': 'A flag was replaced by another version.',
  'admin_user.added': 'An administrator was added to an organisation.',
  'admin_user.changed': 'An administrator of an organisation was enabled or disabled.',
  'organisation.created': 'An organisation was created.',
  'organisation.status_changed': 'The Status of an organisation changed.',
  'organisation.flags_changed': 'An organisation got or lost flags.',
  'webhook.created': 'A client created a webhook: changes leave to its Url.',
  'webhook.changed': 'A webhook was changed, paused or enabled.',
  'webhook.deleted': 'A webhook was deleted.',
  'webhook.secret_replaced': 'A webhook got another secret.',
  'notify.user_created': 'A user of the Notify API was created.',
  'notify.user_changed': 'A user of the Notify API was changed.',
  'notify.user_activated': 'A user of the Notify API was activated.',
  'notify.user_archived': 'A user of the Notify API was archived and lost all memberships.',
  'notify.member_added': 'A user became a member of an organisation, or got more permissions there.',
  'notify.member_removed': 'A user is no member of an organisation any more.',
  'notify.permissions_changed': 'The permissions of a user in an organisation were replaced.',
  'notify.invite_created': 'A person was invited to an organisation.',
  'notify.invite_changed': 'The status of an invite changed.',
  'api_key.created': 'A key of the Notify API was created.',
  'api_key.revoked': 'A key of the Notify API was revoked.',
  'issuer_key.added': 'A signing key appeared in the key set of the issuer, or stood there at the start.',
  'issuer_key.withdrawn': 'A signing key left the key set of the issuer.',
  'data.exported': 'A command exported organisations to a file or to standard output.',
  'data.imported': 'A command imported organisations from a file.',
  'data.backed_up': 'A command wrote a backup.',
  'data.restored': 'A command restored a backup.',
  'database.migrated': 'A command migrated the database.',
  'database.role_changed': 'A command created the role of the service, or changed its password.',
  'personal_data.removed': 'A command removed personal data that is older than its retention period.',
} as const;

export type SecurityEventName = keyof typeof securityEvents;

/** `started` is for work that can be interrupted: its line is written before the first byte leaves. */
export type SecurityEventOutcome = 'success' | 'refused' | 'started' | 'failure';
