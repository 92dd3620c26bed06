import { Readable } from 'node:stream';
import { DatabaseSession } from '../../src/database/database-session.js';
import { aFlag, anAdminUser, anOrganisation } from '../support/builders/organisation.js';
import { otherTransaction } from '../support/other-transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const organisationIds = ['org-1', 'org-2', 'org-3'];

interface State {
  /** Row versions by OrganisationId. */
  readonly versions: Readonly<Record<string, string>>;
  /** The counts of changes of organisations, and the last one, of flags and TRUNCATE. */
  readonly counts: readonly number[];
}

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  for (const organisation_id of organisationIds) await anOrganisation(database, { organisation_id });
  await aFlag(database, { flag_id: 'one', value: 'One' }, ['org-1']);
  await aFlag(database, { flag_id: 'two', value: 'Two' }, ['org-2']);
  await anAdminUser(database, 'org-1', 'ann@bank.example');
});
afterEach(() => database.drop());

async function state(): Promise<State> {
  const rows = await database.query<{ organisation_id: string; version: string }>(
    'SELECT organisation_id, xmin::text AS version FROM directory.organisation',
  );
  const counts = await database.query<{ changes: string }>(
    'SELECT changes FROM directory.change_counter ORDER BY shard',
  );
  return {
    versions: Object.fromEntries(rows.map((row) => [row.organisation_id, row.version])),
    counts: counts.map(({ changes }) => Number(changes)),
  };
}

/** Returns the organisations whose row has a new version, and how often changes were counted, after a transaction. */
async function effectOf(...statements: readonly string[]): Promise<unknown[]> {
  const before = await state();
  const transaction = await otherTransaction(database);
  for (const statement of statements) await transaction.query(statement);
  await transaction.commit();
  const after = await state();
  const sum = ({ counts }: State): number => counts.reduce((total, count) => total + count, 0);
  return [
    Object.keys(after.versions)
      .filter((id) => after.versions[id] !== before.versions[id])
      .sort(),
    sum(after) - sum(before),
    (after.counts.at(-1) ?? 0) - (before.counts.at(-1) ?? 0),
  ];
}

const modes = [
  ['an ordinary session', 'SET LOCAL session_replication_role = origin'],
  ['a session with session_replication_role = replica', 'SET LOCAL session_replication_role = replica'],
] as const;

describe.each(modes)('in %s', (_, mode) => {
  it.each<[sql: string, touched: string[]]>([
    [`UPDATE directory.organisation SET city = 'Leeds' WHERE organisation_id = 'org-2'`, ['org-2']],
    [`INSERT INTO directory.organisation_flag VALUES ('org-3', 'one'), ('org-2', 'one')`, ['org-2', 'org-3']],
    [`UPDATE directory.organisation_flag SET flag_id = 'two' WHERE flag_id = 'one'`, ['org-1']],
    [
      `UPDATE directory.organisation_flag SET organisation_id = 'org-3' WHERE flag_id = 'one'`,
      ['org-1', 'org-3'],
    ],
    [`DELETE FROM directory.organisation_flag`, ['org-1', 'org-2']],
    [`DELETE FROM directory.organisation_flag WHERE false`, []],
    [`INSERT INTO directory.admin_user VALUES ('org-2', 'bob@bank.example', 'Active')`, ['org-2']],
    [`UPDATE directory.admin_user SET status = 'Inactive'`, ['org-1']],
    [`DELETE FROM directory.admin_user`, ['org-1']],
    [
      `MERGE INTO directory.organisation_flag c USING directory.organisation o
         ON c.organisation_id = o.organisation_id AND c.flag_id = 'one'
         WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (o.organisation_id, 'one')`,
      organisationIds,
    ],
  ])('%s gives a new version to %j', async (sql, touched) => {
    expect(await effectOf(mode, sql)).toEqual([touched, touched.length === 0 ? 0 : 1, 0]);
  });

  it.each(['directory.organisation_flag', 'directory.admin_user'])(
    'TRUNCATE %s counts as a change of all flags, because it touches no row',
    async (table) => {
      expect(await effectOf(mode, `TRUNCATE ${table}`)).toEqual([[], 1, 1]);
    },
  );

  it('a change of a flag counts as one, and gives no organisation a new version', async () => {
    expect(await effectOf(mode, `UPDATE directory.flag SET access_level = 3`)).toEqual([[], 1, 1]);
  });
});

it('COPY gives a new version to the organisations of its rows', async () => {
  const before = await state();
  const session = await DatabaseSession.open(database.url);
  const rows = Readable.from([Buffer.from('org-3\tone\n')]);
  await session.copyIn('COPY directory.organisation_flag FROM STDIN', rows);
  await session.close();
  const { versions } = await state();
  expect(organisationIds.filter((id) => versions[id] !== before.versions[id])).toEqual(['org-3']);
});

it('a transaction that wrote the organisation does not write it again for its flags and administrators', async () => {
  const transaction = await otherTransaction(database);
  const place = `SELECT ctid FROM directory.organisation WHERE organisation_id = 'org-2'`;
  await transaction.query(`UPDATE directory.organisation SET city = 'Leeds' WHERE organisation_id = 'org-2'`);
  const written = await transaction.query(place);
  await transaction.query(`INSERT INTO directory.organisation_flag VALUES ('org-2', 'one')`);
  await transaction.query(`INSERT INTO directory.admin_user VALUES ('org-2', 'bob@bank.example', 'Active')`);
  await transaction.query(`DELETE FROM directory.organisation_flag WHERE organisation_id = 'org-2'`);
  expect(await transaction.query(place)).toEqual(written);
  await transaction.commit();
});

it('locks and rolled-back changes leave the version as it is, and a touch leaves the revision', async () => {
  const before = await state();
  const transaction = await otherTransaction(database);
  await transaction.query('SELECT FROM directory.organisation FOR UPDATE');
  await transaction.query('SAVEPOINT one');
  await transaction.query('DELETE FROM directory.organisation_flag');
  await transaction.query('ROLLBACK TO one');
  await transaction.commit();
  expect(await state()).toEqual(before);
  await database.query('DELETE FROM directory.organisation_flag');
  expect(await database.query('SELECT DISTINCT revision FROM directory.organisation')).toEqual([
    { revision: 1 },
  ]);
});
