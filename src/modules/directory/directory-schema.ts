import type { ApiSchema } from '../../database/api-schema.js';
import { readObjects } from '../../database/schema-objects.js';
import { CreateDirectory1790000000001 } from '../../database/migrations/directory/1790000000001-create-directory.js';
import { KeepHistory1790000000002 } from '../../database/migrations/directory/1790000000002-keep-history.js';
import { SearchOrganisations1790000000003 } from '../../database/migrations/directory/1790000000003-search-organisations.js';
import { CountChanges1790000000004 } from '../../database/migrations/directory/1790000000004-count-changes.js';
import { CountOrganisations1790000000005 } from '../../database/migrations/directory/1790000000005-count-organisations.js';
import { KeepImportState1790000000006 } from '../../database/migrations/directory/1790000000006-keep-import-state.js';
import { KeepChangeLog1790000000007 } from '../../database/migrations/directory/1790000000007-keep-change-log.js';
import { CreateWebhooks1790000000008 } from '../../database/migrations/directory/1790000000008-create-webhooks.js';
import { IndexHistoryByTime1790000000009 } from '../../database/migrations/directory/1790000000009-index-history-by-time.js';

export const directorySchema: ApiSchema = {
  name: 'directory',
  migrations: [
    CreateDirectory1790000000001,
    KeepHistory1790000000002,
    SearchOrganisations1790000000003,
    CountChanges1790000000004,
    CountOrganisations1790000000005,
    KeepImportState1790000000006,
    KeepChangeLog1790000000007,
    CreateWebhooks1790000000008,
    IndexHistoryByTime1790000000009,
  ],
  objects: readObjects(import.meta.url, 'directory-schema-objects.json'),
  tableUses: {
    'directory.admin_user': 'kept',
    'directory.change_counter': 'counted',
    'directory.change_log': 'added',
    'directory.change_log_head': 'counted',
    'directory.deferred_index': 'read',
    'directory.flag': 'kept',
    'directory.flag_history': 'added',
    'directory.import_position': 'hidden',
    'directory.organisation': 'kept',
    'directory.organisation_count_bucket': 'kept',
    'directory.organisation_flag': 'linked',
    'directory.organisation_history': 'added',
    'directory.webhook': 'linked',
    'directory.webhook_delivery': 'linked',
  },
  isEmpty: `NOT EXISTS (SELECT FROM directory.organisation) AND NOT EXISTS (SELECT FROM directory.flag)`,
};
