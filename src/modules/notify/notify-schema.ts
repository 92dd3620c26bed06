import type { ApiSchema } from '../../database/api-schema.js';
import { readObjects } from '../../database/schema-objects.js';
import { CreateNotifyUsers1790000000101 } from '../../database/migrations/notify/1790000000101-create-notify-users.js';
import { CreateNotifyOrganisations1790000000102 } from '../../database/migrations/notify/1790000000102-create-notify-organisations.js';
import { CreateNotifyServices1790000000103 } from '../../database/migrations/notify/1790000000103-create-notify-services.js';
import { CreateNotifyEmailAndAudit1790000000104 } from '../../database/migrations/notify/1790000000104-create-notify-email-and-audit.js';
import { SeedNotifyConstants1790000000105 } from '../../database/migrations/notify/1790000000105-seed-notify-constants.js';
import { CreateNotifyApiKeys1790000000106 } from '../../database/migrations/notify/1790000000106-create-notify-api-keys.js';

export const notifySchema: ApiSchema = {
  name: 'notify',
  migrations: [
    CreateNotifyUsers1790000000101,
    CreateNotifyOrganisations1790000000102,
    CreateNotifyServices1790000000103,
    CreateNotifyEmailAndAudit1790000000104,
    SeedNotifyConstants1790000000105,
    CreateNotifyApiKeys1790000000106,
  ],
  objects: readObjects(import.meta.url, 'notify-schema-objects.json'),
  tableUses: {
    'notify.annual_billing': 'kept',
    'notify.api_key': 'noted',
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
