import type { ApiSchema } from '../../database/api-schema.js';
import { CreateDirectory1700000000000 } from '../../database/migrations/1700000000000-create-directory.js';
import { KeepOrganisationHistory1700000000001 } from '../../database/migrations/1700000000001-keep-organisation-history.js';
import { SearchOrganisations1700000000002 } from '../../database/migrations/1700000000002-search-organisations.js';
import { RememberImportPosition1700000000003 } from '../../database/migrations/1700000000003-remember-import-position.js';
import { GrantWhatTheServiceNeeds1700000000004 } from '../../database/migrations/1700000000004-grant-what-the-service-needs.js';
import { CountChangesAndOrganisations1700000000009 } from '../../database/migrations/1700000000009-count-changes-and-organisations.js';
import { SortOrganisations1700000000010 } from '../../database/migrations/1700000000010-sort-organisations.js';
import { LoadInBulk1700000000011 } from '../../database/migrations/1700000000011-load-in-bulk.js';
import { NoteSearchLetters1700000000012 } from '../../database/migrations/1700000000012-note-search-letters.js';

export const directorySchema: ApiSchema = {
  name: 'directory',
  migrations: [
    CreateDirectory1700000000000,
    KeepOrganisationHistory1700000000001,
    SearchOrganisations1700000000002,
    RememberImportPosition1700000000003,
    GrantWhatTheServiceNeeds1700000000004,
    CountChangesAndOrganisations1700000000009,
    SortOrganisations1700000000010,
    LoadInBulk1700000000011,
    NoteSearchLetters1700000000012,
  ],
  tableUses: {
    'directory.admin_user': 'kept',
    'directory.change_counter': 'counted',
    'directory.flag': 'kept',
    'directory.import_position': 'hidden',
    'directory.organisation': 'kept',
    'directory.organisation_flag': 'linked',
    'directory.organisation_history': 'added',
    'directory.organisation_tally': 'kept',
    'directory.set_aside': 'hidden',
  },
  isEmpty: `NOT EXISTS (SELECT FROM directory.organisation) AND NOT EXISTS (SELECT FROM directory.flag)`,
};
