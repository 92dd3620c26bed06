import type { ApiSchema } from '../../database/api-schema.js';
import { CreateNotifyOrganisations1700000000005 } from '../../database/migrations/1700000000005-create-notify-organisations.js';
import { CreateNotifyServices1700000000006 } from '../../database/migrations/1700000000006-create-notify-services.js';
import { CreateNotifyEmailAndAudit1700000000007 } from '../../database/migrations/1700000000007-create-notify-email-and-audit.js';
import { SeedNotifyConstants1700000000008 } from '../../database/migrations/1700000000008-seed-notify-constants.js';

export const notifySchema: ApiSchema = {
  name: 'notify',
  migrations: [
    CreateNotifyOrganisations1700000000005,
    CreateNotifyServices1700000000006,
    CreateNotifyEmailAndAudit1700000000007,
    SeedNotifyConstants1700000000008,
  ],
  tableUses: {
    'notify.annual_billing': 'kept',
    'notify.audit': 'added',
    'notify.email': 'kept',
    'notify.email_branding': 'kept',
    'notify.letter_branding': 'kept',
    'notify.organisation': 'kept',
    'notify.organisation_domain': 'linked',
    'notify.organisation_email_branding': 'linked',
    'notify.organisation_invite': 'kept',
    'notify.organisation_letter_branding': 'linked',
    'notify.organisation_member': 'linked',
    'notify.organisation_permission': 'linked',
    'notify.service': 'kept',
    'notify.service_history': 'added',
    'notify.service_member': 'linked',
    'notify.usage_fact': 'kept',
    'notify.user_account': 'kept',
  },
  isEmpty: `NOT EXISTS (SELECT FROM notify.audit) AND NOT EXISTS (SELECT FROM notify.email)
    AND (SELECT count(*) FROM notify.organisation) <= 1 AND (SELECT count(*) FROM notify.user_account) <= 1
    AND (SELECT count(*) FROM notify.service) <= 1`,
};
