import { DatabaseSession } from '../../src/database/database-session.js';
import { CheckRepository, type Differences } from '../../src/modules/directory/check/check.repository.js';
import { seedDirectory } from '../../src/modules/directory/seed/seed-directory.js';
import { anOrganisation } from '../support/builders/organisation.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const sample = 'c0ffee00-0000-4000-8000-000000000001';
const seeded = 25;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await seedDirectory({
    databaseUrl: database.url,
    count: seeded,
    seed: 1,
    onNote: () => undefined,
    onProgress: () => undefined,
    isStopping: () => false,
  });
});
afterEach(() => database.drop());

async function check(): Promise<Differences> {
  const session = await DatabaseSession.open(database.url);
  try {
    return await new CheckRepository().findDifferences(session);
  } finally {
    await session.close();
  }
}

const ofSample = `WHERE organisation_id = '${sample}'`;
const flagId = `(SELECT min(flag_id) FROM directory.flag)`;
const notAlways = (trigger: string): string =>
  `The trigger ${trigger} of directory.organisation does not run for every session: it is not ENABLE ALWAYS.`;

it('finds no difference in a directory that only the service wrote', async () => {
  expect(await check()).toEqual({ sentences: [], count: 0 });
});

it.each<[what: string, sql: string, sentences: (string | RegExp)[]]>([
  [
    'a count of all organisations',
    'UPDATE directory.organisation_count_bucket SET total = total + 1',
    [
      /^The count bucket from -infinity counts 26 organisations, \d+ of them Active; there are 25, \d+ of them Active\.$/,
    ],
  ],
  [
    'a count of Active organisations',
    'UPDATE directory.organisation_count_bucket SET active = active - 1',
    [
      /^The count bucket from -infinity counts 25 organisations, \d+ of them Active; there are 25, \d+ of them Active\.$/,
    ],
  ],
  [
    'a log whose head is elsewhere',
    'UPDATE directory.change_log_head SET position = 3',
    ['The log of changes holds 0 entries up to position 0; its head is at 3.'],
  ],
  [
    'an entry that the sequencer left out',
    `UPDATE directory.change_log_head SET snapshot = pg_current_snapshot();
     ALTER TABLE directory.organisation_history DISABLE TRIGGER organisation_history_append_only;
     UPDATE directory.organisation_history SET writer = '9223372036854775807' WHERE organisation_id <> '${sample}';
     ALTER TABLE directory.organisation_history ENABLE ALWAYS TRIGGER organisation_history_append_only;
     ALTER TABLE directory.flag_history DISABLE TRIGGER flag_history_append_only;
     UPDATE directory.flag_history SET writer = '9223372036854775807';
     ALTER TABLE directory.flag_history ENABLE ALWAYS TRIGGER flag_history_append_only`,
    [`The history of the organisation ${sample} has an entry of revision 1 without a position in the log.`],
  ],
  [
    'a missing first bucket',
    'DELETE FROM directory.organisation_count_bucket',
    ['There is no first count bucket, so organisations before the earliest bucket are counted by none.'],
  ],
  [
    'a missing row of the change counter',
    'DELETE FROM directory.change_counter WHERE shard IN (0, 16)',
    [
      'The change counter has no row 0, so pages can be older than the database.',
      'The change counter has no row 16, so pages can be older than the database.',
    ],
  ],
  [
    'a disabled trigger',
    'ALTER TABLE directory.organisation DISABLE TRIGGER organisation_search_text',
    [notAlways('organisation_search_text')],
  ],
  [
    'a trigger that a replica session skips',
    'ALTER TABLE directory.organisation ENABLE TRIGGER organisation_change_counter',
    [notAlways('organisation_change_counter')],
  ],
  [
    'a revision without an entry',
    `UPDATE directory.organisation SET revision = 2 ${ofSample}`,
    [`The organisation ${sample} is at revision 2; its history holds 1 entries, the last of revision 1.`],
  ],
  [
    'an entry without a revision',
    `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes)
     VALUES ('${sample}', 2, 'c', 'i', 'Update', '[]')`,
    [`The organisation ${sample} is at revision 1; its history holds 2 entries, the last of revision 2.`],
  ],
  [
    'a gap in a history',
    `UPDATE directory.organisation SET revision = 3 ${ofSample};
     INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes)
     VALUES ('${sample}', 3, 'c', 'i', 'Update', '[]')`,
    [`The organisation ${sample} is at revision 3; its history holds 2 entries, the last of revision 3.`],
  ],
  [
    'values of an organisation',
    `UPDATE directory.organisation SET city = 'Elsewhere', size = NULL, requires_participant_terms_and_conditions_signing =
       NOT requires_participant_terms_and_conditions_signing ${ofSample}`,
    [
      `The history of the organisation ${sample} ends with other values of City, RequiresParticipantTermsAndConditionsSigning, Size.`,
    ],
  ],
  [
    'the flags of an organisation',
    `DELETE FROM directory.organisation_flag ${ofSample}`,
    [`The history of the organisation ${sample} ends with other values of Flags.`],
  ],
  [
    'a new administrator of an organisation',
    `INSERT INTO directory.admin_user VALUES ('${sample}', 'new@bank.example', 'Active')`,
    [`The history of the organisation ${sample} ends with other admin users.`],
  ],
  [
    'the status of an administrator',
    `UPDATE directory.admin_user SET status = 'Inactive' ${ofSample}`,
    [`The history of the organisation ${sample} ends with other admin users.`],
  ],
  [
    'a missing administrator',
    `DELETE FROM directory.admin_user ${ofSample}`,
    [`The history of the organisation ${sample} ends with other admin users.`],
  ],
  [
    'values of a flag',
    `UPDATE directory.flag SET value = 'Elsewhere', access_level = 7 WHERE flag_id = ${flagId}`,
    [/^The history of the flag \S+ ends with other values of AccessLevel, Value\.$/],
  ],
  [
    'the revision of a flag',
    `UPDATE directory.flag SET revision = 2 WHERE flag_id = ${flagId}`,
    [/^The flag \S+ is at revision 2; its history holds 1 entries, the last of revision 1\.$/],
  ],
])('names %s', async (_, sql, sentences) => {
  await database.query(sql);
  const found = await check();
  expect(found).toEqual({
    sentences: sentences.map((sentence) =>
      typeof sentence === 'string' ? sentence : (expect.stringMatching(sentence) as string),
    ),
    count: sentences.length,
  });
});

it('names an organisation without a history', async () => {
  await anOrganisation(database);
  expect(await check()).toEqual({
    sentences: [
      'The organisation org-1 is at revision 1; its history holds 0 entries, the last of revision 0.',
    ],
    count: 1,
  });
});

it('names 20 differences of a kind and counts the others', async () => {
  await database.query(
    `UPDATE directory.organisation SET revision = 9 WHERE organisation_id <> (SELECT min(organisation_id) FROM directory.organisation)`,
  );
  const { sentences, count } = await check();
  expect([sentences.length, sentences.at(-1), count]).toEqual([
    21,
    `… and ${seeded - 1 - 20} more differences of this kind.`,
    seeded - 1,
  ]);
});
