import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app.js';
import { aFlag, anOrganisation, anOrganisationBody } from '../support/builders/organisation.js';
import { admin, software, user } from '../support/identities.js';
import { otherTransaction } from '../support/other-transaction.js';
import { propertyRuns } from '../support/property-runs.js';
import { Attack } from './support/attack.js';

/** Statements of one transaction; `n` selects rows and values. Organisations with a history can't be deleted. */
type Change = (n: number) => readonly string[];

const cities = ['Leeds', 'York', 'Bath'];
const chosen = (n: number): string => `hashtext(organisation_id) % 3 = ${(n % 5) - 2}`;
/** The organisation `kept` is the model of new ones. */
const withoutHistory = `organisation_id <> 'kept' AND organisation_id NOT IN (SELECT organisation_id FROM directory.organisation_history)`;
const copyOf = (id: string, n: number): string => `
  INSERT INTO directory.organisation
  SELECT (jsonb_populate_record(o, '{"organisation_id": "${id}", "city": "${cities[n % 3] ?? ''}", "revision": 1}')).*
  FROM directory.organisation o WHERE organisation_id = 'kept' ON CONFLICT DO NOTHING`;

const changes: Readonly<Record<string, Change>> = {
  status: (n) => [
    `UPDATE directory.organisation SET status = '${n % 2 === 0 ? 'Active' : 'Withdrawn'}' WHERE ${chosen(n)}`,
  ],
  city: (n) => [`UPDATE directory.organisation SET city = '${cities[n % 3] ?? ''}' WHERE ${chosen(n >> 1)}`],
  'city with the first revision': (n) => [
    `UPDATE directory.organisation SET city = '${cities[n % 3] ?? ''}', revision = 1
     WHERE ${chosen(n)} AND ${withoutHistory}`,
  ],
  date: (n) => [
    `UPDATE directory.organisation SET created_on = created_on + ${n % 7} * interval '1 day' WHERE ${chosen(n)}`,
  ],
  'new organisation': (n) => [copyOf(`new-${n % 3}`, n)],
  'deleted and created again': (n) => [
    `DELETE FROM directory.organisation_flag WHERE ${withoutHistory} AND ${chosen(n)}`,
    `DELETE FROM directory.admin_user WHERE ${withoutHistory} AND ${chosen(n)}`,
    `DELETE FROM directory.organisation WHERE ${withoutHistory} AND ${chosen(n)}`,
    copyOf(`new-${n % 3}`, n),
  ],
  'flag put on': (n) => [
    `INSERT INTO directory.organisation_flag SELECT organisation_id, 'flag-${n % 3}' FROM directory.organisation
     WHERE ${chosen(n)} ON CONFLICT DO NOTHING`,
  ],
  'flag taken off': (n) => [
    `DELETE FROM directory.organisation_flag WHERE flag_id = 'flag-${n % 3}' AND ${chosen(n >> 1)}`,
  ],
  'all flags taken off': () => ['TRUNCATE directory.organisation_flag'],
  'flag reworded': (n) => [
    `UPDATE directory.flag SET value = 'Value ${n}', access_level = ${n % 2} WHERE flag_id = 'flag-${n % 3}'`,
  ],
  administrator: (n) => [
    `INSERT INTO directory.admin_user SELECT organisation_id, 'ann@bank.example', 'Active' FROM directory.organisation
     WHERE ${chosen(n)} ON CONFLICT (organisation_id, user_email) DO UPDATE SET status = 'Inactive'`,
  ],
};

const modes = {
  ordinary: [],
  replica: ['SET LOCAL session_replication_role = replica'],
  'with a rolled-back savepoint': [
    'SAVEPOINT undone',
    `UPDATE directory.organisation SET city = 'Nowhere'`,
    'DELETE FROM directory.organisation_flag',
    'ROLLBACK TO undone',
  ],
} as const;

interface Listed {
  readonly OrganisationId: string;
  readonly Status: string;
  readonly City: string;
  readonly Flags: readonly { readonly Id: string; readonly Value: string }[];
}

const ann = user('ann@bank.example');
/** Each list, with the plain query that it must equal: condition, order and clearance. */
const lists = [
  { identity: admin, query: '', where: 'true', order: 'created_on, organisation_id', clearance: 9 },
  { identity: software, query: '?size=3', where: 'true', order: 'created_on, organisation_id', clearance: 0 },
  {
    identity: admin,
    query: '?hideInactive=true&sort=City,desc',
    where: `status = 'Active'`,
    order: 'city DESC, organisation_id DESC',
    clearance: 9,
  },
  {
    identity: admin,
    query: '?filterBy=leeds',
    where: `city = 'Leeds'`,
    order: 'created_on, organisation_id',
    clearance: 9,
  },
  {
    identity: ann,
    query: '',
    where: `organisation_id IN (SELECT organisation_id FROM directory.admin_user WHERE status = 'Active')`,
    order: 'created_on, organisation_id',
    clearance: 0,
  },
] as const;

describe('random SQL of another program beside the API', () => {
  let service: TestApp;
  const attack = new Attack('raw SQL');
  beforeAll(async () => {
    service = await startApp();
    for (const organisation_id of ['kept', 'org-1', 'org-2', 'org-3', 'org-4', 'org-5'])
      await anOrganisation(service.database, { organisation_id });
    for (let index = 0; index < 3; index += 1)
      await aFlag(service.database, {
        flag_id: `flag-${index}`,
        value: `Value ${index}`,
        access_level: index % 2,
      });
  });
  afterAll(() => service.close());

  const plain = (list: (typeof lists)[number]): Promise<Listed[]> =>
    service.database.query<Listed>(
      `SELECT organisation_id AS "OrganisationId", status AS "Status", city AS "City",
         (SELECT coalesce(json_agg(json_build_object('Id', f.flag_id, 'Value', f.value)
            ORDER BY f.name COLLATE directory.text_order, f.value COLLATE directory.text_order, f.flag_id), '[]')
          FROM directory.organisation_flag c JOIN directory.flag f USING (flag_id)
          WHERE c.organisation_id = o.organisation_id AND f.access_level <= ${list.clearance}) AS "Flags"
       FROM directory.organisation o WHERE ${list.where} ORDER BY ${list.order}`,
    );
  const shown = ({ OrganisationId, Status, City, Flags }: Listed): Listed => ({
    OrganisationId,
    Status,
    City,
    Flags: Flags.map(({ Id, Value }) => ({ Id, Value })),
  });

  /** Returns the differences between the lists, single reads and plain queries. */
  async function differences(): Promise<string[]> {
    const faults: string[] = [];
    for (const list of lists) {
      const client = service.as(list.identity);
      const answer = await client.get(`/organisations${list.query}`);
      const { content, totalSize } = answer.body as { content: Listed[]; totalSize: number };
      const expected = await plain(list);
      const wanted = list.query === '?size=3' ? expected.slice(0, 3) : expected;
      if (totalSize !== expected.length || JSON.stringify(content.map(shown)) !== JSON.stringify(wanted))
        faults.push(`the list ${list.query} is not the plain query`);
      for (const organisation of content) {
        const single = await client.get(`/organisations/${organisation.OrganisationId}`);
        if (single.text !== JSON.stringify(organisation))
          faults.push(`${organisation.OrganisationId} in the list ${list.query} is not its single read`);
      }
    }
    return faults;
  }

  async function amend(n: number): Promise<void> {
    const rows = await service.database.query<{ id: string }>(
      'SELECT organisation_id AS id FROM directory.organisation ORDER BY 1',
    );
    const answer = await service
      .as(admin)
      .put(
        `/organisations/${rows[n % rows.length]?.id ?? ''}`,
        anOrganisationBody({ City: cities[n % 3] ?? '' }),
      );
    expect(answer.status).toBe(200);
  }

  it('never makes a list differ from single reads and plain queries', async () => {
    const { numRuns, seed } = propertyRuns();
    const step = fc.record({
      change: fc.constantFrom(...Object.keys(changes), 'PUT'),
      mode: fc.constantFrom(...(Object.keys(modes) as (keyof typeof modes)[])),
      n: fc.nat(9_999),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
        for (const { change, mode, n } of steps) {
          const statements = changes[change]?.(n);
          if (statements === undefined) {
            await amend(n);
          } else {
            const transaction = await otherTransaction(service.database);
            for (const sql of [...modes[mode], ...statements]) await transaction.query(sql);
            await transaction.commit();
          }
          attack.count(`${change} (${mode}, ${n})`, false, await differences());
        }
        attack.expectNoFailure();
      }),
      { seed, numRuns: Math.ceil(numRuns / 4), endOnFailure: true },
    );
  }, 600_000);
});
