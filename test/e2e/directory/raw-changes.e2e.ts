import { startApp, type TestApp } from '../../support/app.js';
import { aFlag, anAdminUser, anOrganisation } from '../../support/builders/organisation.js';
import { admin, user } from '../../support/identities.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';

const asReplica = 'SET LOCAL session_replication_role = replica';

/** Statements of another program, none of which knows of revisions or counters; each list is one transaction. */
const changes: readonly (readonly [name: string, ...statements: string[]])[] = [
  [
    'UPDATE of an organisation',
    `UPDATE directory.organisation SET status = 'Withdrawn' WHERE organisation_id = 'org-1'`,
  ],
  [
    'UPDATE of all organisations in a session with session_replication_role = replica',
    asReplica,
    `UPDATE directory.organisation SET city = 'Replica', status = 'Pending'`,
  ],
  [
    'UPDATE that puts the revision back',
    `UPDATE directory.organisation SET city = 'York', revision = 1 WHERE organisation_id = 'org-2'`,
  ],
  [
    'DELETE and INSERT of the same id',
    `DELETE FROM directory.organisation WHERE organisation_id = 'again'`,
    `INSERT INTO directory.organisation
       SELECT (jsonb_populate_record(o, '{"organisation_id": "again", "city": "Second", "revision": 1}')).*
       FROM directory.organisation o WHERE o.organisation_id = 'org-3'`,
  ],
  [
    'UPDATE of an id, and INSERT under the old one',
    `UPDATE directory.organisation SET organisation_id = 'renamed' WHERE organisation_id = 'again'`,
    `INSERT INTO directory.organisation
       SELECT (jsonb_populate_record(o, '{"organisation_id": "again", "city": "Third", "revision": 1}')).*
       FROM directory.organisation o WHERE o.organisation_id = 'org-3'`,
  ],
  ['INSERT of a flag on an organisation', `INSERT INTO directory.organisation_flag VALUES ('org-2', 'open')`],
  [
    'UPDATE that moves a flag to another organisation',
    `UPDATE directory.organisation_flag SET organisation_id = 'org-3' WHERE organisation_id = 'org-2'`,
  ],
  [
    'DELETE of a flag on an organisation under session_replication_role = replica',
    asReplica,
    `DELETE FROM directory.organisation_flag WHERE organisation_id = 'org-3'`,
  ],
  ['UPDATE of a flag', `UPDATE directory.flag SET value = 'Reworded' WHERE flag_id = 'open'`],
  ['TRUNCATE of the flags on organisations', 'TRUNCATE directory.organisation_flag'],
  [
    'UPDATE in a savepoint, beside one that is rolled back',
    'SAVEPOINT one',
    `UPDATE directory.organisation SET city = 'Lost' WHERE organisation_id = 'org-2'`,
    'ROLLBACK TO one',
    `UPDATE directory.organisation SET city = 'Kept' WHERE organisation_id = 'org-3'`,
  ],
  [
    'UPDATE of a date, which moves the organisation in the order',
    `UPDATE directory.organisation SET created_on = '2029-01-01' WHERE organisation_id = 'org-1'`,
  ],
];

interface PageBody {
  readonly content: readonly { readonly OrganisationId: string }[];
  readonly totalSize: number;
}

describe.each([
  ['with cached pages', {}],
  ['without cached pages', { PAGE_CACHE_MB: '0' }],
])('GET /organisations after SQL of another program, %s', (_, settings) => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp(settings);
    for (const id of ['org-1', 'org-2', 'org-3', 'again']) {
      await anOrganisation(service.database, { organisation_id: id, organisation_name: `Bank ${id}` });
    }
    await aFlag(service.database, { flag_id: 'open', value: 'Open' }, ['org-1']);
    await anAdminUser(service.database, 'org-2', 'admin@bank.example');
  });
  afterAll(() => service.close());

  const pageOf = async (query = '', identity = admin): Promise<PageBody> => {
    const answer = await service.as(identity).get(`/organisations${query}`);
    expect(answer.status).toBe(200);
    return answer.body as PageBody;
  };
  const run = async (...statements: readonly string[]): Promise<void> => {
    const transaction = await otherTransaction(service.database);
    for (const statement of statements) await transaction.query(statement);
    await transaction.commit();
  };

  it.each(changes)('shows what a single read shows: %s', async (_name, ...statements) => {
    const before = await pageOf();
    await run(...statements);
    const page = await pageOf();
    const singles = [];
    for (const { OrganisationId } of page.content)
      singles.push((await service.as(admin).get(`/organisations/${OrganisationId}`)).body);
    const [{ count } = { count: 0 }] = await service.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM directory.organisation',
    );
    expect([page.content, page.totalSize]).toEqual([singles, count]);
    expect(page.content).not.toEqual(before.content);
  });

  it('moves an organisation into and out of the list of an administrator', async () => {
    const theirs = user('admin@bank.example');
    const ids = async (): Promise<string[]> =>
      (await pageOf('', theirs)).content.map(({ OrganisationId }) => OrganisationId);
    expect(await ids()).toEqual(['org-2']);
    await run(`UPDATE directory.admin_user SET status = 'Inactive'`);
    expect(await ids()).toEqual([]);
    await run(asReplica, `INSERT INTO directory.admin_user VALUES ('org-3', 'admin@bank.example', 'Active')`);
    expect(await ids()).toEqual(['org-3']);
    await run('TRUNCATE directory.admin_user');
    expect(await ids()).toEqual([]);
  });

  it('finds the new text of an organisation that a replica session changed, and not the old one', async () => {
    await run(asReplica, `UPDATE directory.organisation SET city = 'Zuglo' WHERE organisation_id = 'org-2'`);
    expect((await pageOf('?filterBy=zuglo')).totalSize).toBe(1);
    await run(asReplica, `UPDATE directory.organisation SET city = 'Buda' WHERE organisation_id = 'org-2'`);
    expect((await pageOf('?filterBy=zuglo')).totalSize).toBe(0);
  });
});

describe('PATCH beside SQL of another program', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database);
    await aFlag(service.database, { flag_id: 'open', value: 'Open' });
  });
  afterAll(() => service.close());

  it.each([
    ['a field', `UPDATE directory.organisation SET city = 'Leeds'`, { City: 'Leeds' }],
    [
      'a flag of the organisation',
      `INSERT INTO directory.organisation_flag VALUES ('org-1', 'open')`,
      { Flags: [expect.objectContaining({ Id: 'open' })] },
    ],
  ])('keeps a concurrent change of %s, and its history entry has only its own', async (_, sql, kept) => {
    const other = await otherTransaction(service.database);
    await other.query(sql);
    await other.query(`SELECT FROM directory.organisation FOR UPDATE`);
    const Size = `Size ${Object.keys(kept).join()}`;
    const answer = service.as(admin).send('PATCH', '/organisations/org-1', { body: { Size } });
    await waiting(service.database);
    await other.commit();
    expect([(await answer).status, (await answer).body]).toMatchObject([200, { Size, ...kept }]);
    const { body } = await service.as(admin).get('/organisations/org-1/history?size=1');
    const fields = (body as { content: { Changes: { Field: string }[] }[] }).content[0]?.Changes;
    expect(fields?.map(({ Field }) => Field)).toEqual(['Size']);
  });
});
