import fc from 'fast-check';
import { aFlag, anAdminUser, anOrganisation } from '../support/builders/organisation.js';
import { otherTransaction, type OtherTransaction, waiting } from '../support/other-transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { propertyRuns } from '../support/property-runs.js';

/** Max organisations in a bucket. */
const bucketLimit = 4_000;

/** Selects buckets whose counts exceed the limit or differ from the table between their key and the next key. */
const wrongBuckets = `
  WITH bucket AS (
    SELECT created_on, organisation_id, total, active,
      lead(created_on, 1, 'infinity') OVER keys AS next_on, lead(organisation_id, 1, '') OVER keys AS next_id
    FROM directory.organisation_count_bucket WINDOW keys AS (ORDER BY created_on, organisation_id)
  )
  SELECT b.*, o.total AS there, o.active AS active_there FROM bucket b CROSS JOIN LATERAL (
    SELECT count(*) AS total, count(*) FILTER (WHERE status = 'Active') AS active FROM directory.organisation
    WHERE (created_on, organisation_id) >= (b.created_on, b.organisation_id)
      AND (created_on, organisation_id) < (b.next_on, b.next_id)) o
  WHERE b.total <> o.total OR b.active <> o.active OR b.total > ${bucketLimit}`;

/** $1 is the prefix of the ids, $2 the number of organisations, $3 the first day and $4 the number of days. */
const insertMany = `
  INSERT INTO directory.organisation (organisation_id, status, created_on, organisation_name, legal_entity_name,
    country_of_registration, company_register, registration_number, address_line1, city, postcode, country)
  SELECT $1 || '-' || n, (ARRAY['Active', 'Pending', 'Withdrawn'])[n % 3 + 1],
    timestamptz '2024-01-01T00:00:00Z' + ($3::integer + n * 7919 % $4::integer) * interval '1 day',
    'Many', 'Many', 'GB', 'Register', n, '1 Example Street', 'London', 'EC1', 'GB'
  FROM generate_series(1, $2::integer) AS n`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  // Folding thousands of search texts is slow, and no test in this file searches.
  await database.query('ALTER TABLE directory.organisation DISABLE TRIGGER organisation_search_text');
  await database.query(
    `ALTER TABLE directory.organisation_history DISABLE TRIGGER organisation_history_append_only;
     ALTER TABLE directory.flag_history DISABLE TRIGGER flag_history_append_only;
     ALTER TABLE directory.change_log DISABLE TRIGGER change_log_append_only`,
  );
  await dropIndexesForReaders();
});
afterAll(() => database.drop());
beforeEach(() => empty());

const empty = () => database.query('TRUNCATE directory.organisation CASCADE');

/** Drops all indexes but those of constraints and of the buckets' order: the changes below insert millions of entries. */
async function dropIndexesForReaders(): Promise<void> {
  const indexes = await database.query<{ name: string }>(
    `SELECT indexrelid::regclass::text AS name FROM pg_index
     WHERE indrelid = 'directory.organisation'::regclass AND NOT indisunique AND pg_get_indexdef(indexrelid) NOT LIKE '%(created_on, %'`,
  );
  for (const { name } of indexes) await database.query(`DROP INDEX ${name}`);
}

async function buckets(): Promise<{ total: number; active: number }[]> {
  return database.query(
    'SELECT total, active FROM directory.organisation_count_bucket ORDER BY created_on, organisation_id',
  );
}

async function expectExactCounts(): Promise<void> {
  expect(await database.query(wrongBuckets)).toEqual([]);
  expect(
    await database.query(
      `SELECT organisation_id FROM directory.organisation_count_bucket WHERE created_on = '-infinity'`,
    ),
  ).toEqual([{ organisation_id: '' }]);
}

describe('count buckets', () => {
  /** One statement per entry; `n` determines ids and rows. */
  const changes: readonly ((n: number) => readonly [string, ...unknown[]])[] = [
    (n) => [insertMany, `one-${n}`, 1, n % 50, 1],
    (n) => [insertMany, `some-${n}`, n % 300, n % 50, (n % 40) + 1],
    (n) => [insertMany, `crowd-${n}`, 5_000 + (n % 2_000), n % 50, (n % 60) + 1],
    (n) => [insertMany, `day-${n}`, 4_500, n % 50, 1],
    (n) => [
      `UPDATE directory.organisation SET status = (ARRAY['Active', 'Pending'])[$1::integer % 2 + 1]
       WHERE hashtext(organisation_id) % 40 = $1::integer % 40`,
      n,
    ],
    (n) => [
      `UPDATE directory.organisation SET created_on = created_on + ($1::integer % 90 - 45) * interval '1 day'
       WHERE hashtext(organisation_id) % 40 = $1::integer % 40`,
      n,
    ],
    (n) => [
      `UPDATE directory.organisation SET organisation_id = organisation_id || 'x'
       WHERE hashtext(organisation_id) % 200 = $1::integer % 200 AND length(organisation_id) < 40`,
      n,
    ],
    (n) => [`DELETE FROM directory.organisation WHERE hashtext(organisation_id) % 9 = $1::integer % 9`, n],
  ];

  it('equal the table bucket by bucket after random changes', async () => {
    let serial = 0;
    const change = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: 0, max: 9_999 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (steps) => {
        await empty();
        for (const [statement, number] of steps) {
          const [sql, first, ...rest] = statement(number);
          serial += 1;
          await database.query(sql, [typeof first === 'string' ? `${first}-${serial}` : first, ...rest]);
          await expectExactCounts();
        }
      }),
      { ...propertyRuns(), endOnFailure: true },
    );
  }, 600_000);

  it('split when they exceed the limit', async () => {
    await database.query(insertMany, ['many', 9_000, 0, 100]);
    const totals = (await buckets()).map((bucket) => bucket.total);
    expect(totals).toEqual([2_000, 2_000, 2_000, 2_000, 1_000]);
  });

  it('are exact and split where one statement moves more organisations into a bucket than it may have', async () => {
    await database.query(insertMany, ['many', 9_000, 0, 100]);
    await database.query(`UPDATE directory.organisation SET created_on = '2024-01-01T00:00:00Z'`);
    await expectExactCounts();
  });

  it('become one empty bucket after TRUNCATE', async () => {
    await database.query(insertMany, ['many', 9_000, 0, 100]);
    await empty();
    expect(await buckets()).toEqual([{ total: 0, active: 0 }]);
  });

  it('keep their counts after a rollback', async () => {
    await anOrganisation(database);
    const other = await otherTransaction(database);
    await other.query(insertMany, ['rolled-back', 9_000, 0, 100]);
    await other.query('ROLLBACK');
    await other.commit();
    expect(await buckets()).toEqual([{ total: 1, active: 1 }]);
  });

  describe('with two transactions that change the same bucket', () => {
    /** Runs one change in each of two transactions. The second waits until the first ends with `end`. */
    const oneAfterTheOther = async (
      first: readonly [string, ...unknown[]],
      second: readonly [string, ...unknown[]],
      end = 'COMMIT',
    ): Promise<void> => {
      const [one, two] = [await otherTransaction(database), await otherTransaction(database)];
      await change(one, first);
      const waitingChange = change(two, second);
      await waiting(database);
      await one.query(end);
      await waitingChange;
      await one.commit();
      await two.commit();
    };
    const change = (transaction: OtherTransaction, [sql, ...values]: readonly [string, ...unknown[]]) =>
      transaction.query(sql, values);

    it('count both changes', async () => {
      await oneAfterTheOther([insertMany, 'one', 30, 0, 20], [insertMany, 'two', 40, 5, 20]);
      await expectExactCounts();
      expect((await buckets()).map((bucket) => bucket.total)).toEqual([70]);
    });

    it('count an insert that waits for a split in the correct part', async () => {
      await database.query(insertMany, ['before', 3_990, 0, 100]);
      await oneAfterTheOther([insertMany, 'one', 500, 0, 100], [insertMany, 'two', 900, 0, 100]);
      await expectExactCounts();
      expect(await buckets()).toHaveLength(3);
    });

    it('can be split again by the second transaction', async () => {
      await database.query(insertMany, ['before', 3_990, 0, 100]);
      await oneAfterTheOther([insertMany, 'one', 500, 0, 100], [insertMany, 'two', 7_000, 0, 100]);
      await expectExactCounts();
      expect((await buckets()).length).toBeGreaterThan(4);
    });

    it('are split again after the first transaction rolls its split back', async () => {
      await database.query(insertMany, ['before', 3_990, 0, 100]);
      await oneAfterTheOther(
        [insertMany, 'one', 5_000, 0, 100],
        [insertMany, 'two', 900, 0, 100],
        'ROLLBACK',
      );
      await expectExactCounts();
      expect((await buckets()).map((bucket) => bucket.total)).toEqual([2_000, 2_000, 890]);
    });

    it('count updates and deletes concurrent with inserts', async () => {
      await database.query(insertMany, ['before', 3_900, 0, 100]);
      await oneAfterTheOther(
        [`UPDATE directory.organisation SET status = 'Withdrawn' WHERE organisation_id LIKE 'before-1%'`],
        [insertMany, 'two', 900, 0, 100],
      );
      await oneAfterTheOther(
        [insertMany, 'three', 1_500, 0, 100],
        [`DELETE FROM directory.organisation WHERE organisation_id LIKE 'before-2%'`],
      );
      await expectExactCounts();
    });
  });

  it('let two concurrent bulk loads of the same buckets complete without a deadlock', async () => {
    await database.query(insertMany, ['before', 9_000, 0, 100]);
    const load = async (name: string): Promise<void> => {
      for (let batch = 0; batch < 8; batch++) {
        const transaction = await otherTransaction(database);
        // One transaction visits the buckets forwards, the other backwards.
        const day = name === 'up' ? batch * 10 : 80 - batch * 10;
        await transaction.query(insertMany, [`${name}-${batch}`, 700, day, 30]);
        await transaction.commit();
      }
    };
    await Promise.all([load('up'), load('down')]);
    await expectExactCounts();
  });
});

describe('the change counter', () => {
  const counts = async (): Promise<{ organisations: number; flags: number }> => {
    const [row] = await database.query<{ organisations: number; flags: number }>(
      `SELECT sum(changes) FILTER (WHERE shard < 16)::int AS organisations, sum(changes) FILTER (WHERE shard = 16)::int AS flags
       FROM directory.change_counter`,
    );
    return row ?? { organisations: 0, flags: 0 };
  };
  /** Returns the increments of the two counts by `work`. */
  const growth = async (work: () => Promise<unknown>) => {
    const before = await counts();
    await work();
    const after = await counts();
    return [after.organisations - before.organisations, after.flags - before.flags];
  };
  const inTransaction =
    (...statements: string[]) =>
    async () => {
      const transaction = await otherTransaction(database);
      for (const statement of statements) await transaction.query(statement);
      await transaction.commit();
    };
  let serial = 0;
  let flagId: string;
  beforeEach(async () => {
    for (const organisation_id of ['a', 'b']) await anOrganisation(database, { organisation_id });
    serial += 1;
    flagId = await aFlag(database, { flag_id: `flag-${serial}`, value: `flag-${serial}` });
  });

  const rename = `UPDATE directory.organisation SET city = 'Leeds'`;

  it('counts a transaction with many changes once', async () => {
    const carry = `INSERT INTO directory.organisation_flag SELECT organisation_id, '${flagId}' FROM directory.organisation`;
    const administer = `INSERT INTO directory.admin_user SELECT organisation_id, 'anna@bank.example' FROM directory.organisation`;
    expect(await growth(inTransaction(rename, carry, administer, rename))).toEqual([1, 0]);
  });

  it.each([
    ['a new organisation', () => anOrganisation(database, { organisation_id: 'c' })],
    ['a changed organisation', () => database.query(`${rename} WHERE organisation_id = 'a'`)],
    [
      'a deleted organisation',
      () => database.query(`DELETE FROM directory.organisation WHERE organisation_id = 'a'`),
    ],
    ['a new administrator', () => anAdminUser(database, 'a', 'anna@bank.example')],
    [
      'an assigned flag',
      () => database.query(`INSERT INTO directory.organisation_flag VALUES ('a', $1)`, [flagId]),
    ],
  ])('counts %s', async (_, work) => {
    expect(await growth(work)).toEqual([1, 0]);
  });

  it('counts disabling an administrator and removing a flag', async () => {
    await anAdminUser(database, 'a', 'anna@bank.example');
    await database.query(`INSERT INTO directory.organisation_flag VALUES ('a', $1)`, [flagId]);
    expect(await growth(() => database.query(`UPDATE directory.admin_user SET status = 'Inactive'`))).toEqual(
      [1, 0],
    );
    expect(await growth(() => database.query('DELETE FROM directory.organisation_flag'))).toEqual([1, 0]);
  });

  it('counts changes of flags separately', async () => {
    expect(await growth(() => aFlag(database, { flag_id: `new-${serial}`, value: `new-${serial}` }))).toEqual(
      [0, 1],
    );
    expect(await growth(inTransaction(`UPDATE directory.flag SET description = 'x'`, rename))).toEqual([
      1, 1,
    ]);
  });

  it.each(['organisation_flag', 'admin_user', 'flag CASCADE'])(
    'counts a truncation of %s as a change of flags, since no row shows it',
    async (table) => {
      expect(await growth(() => database.query(`TRUNCATE directory.${table}`))).toEqual([0, 1]);
    },
  );

  it('does not count a rolled back transaction', async () => {
    expect(await growth(inTransaction(rename, 'ROLLBACK'))).toEqual([0, 0]);
  });

  it('does not count changes before a rollback to a savepoint, and counts the rest once', async () => {
    const inVain = ['SAVEPOINT s', rename, 'ROLLBACK TO s'];
    expect(await growth(inTransaction(...inVain))).toEqual([0, 0]);
    expect(await growth(inTransaction(...inVain, rename, ...inVain))).toEqual([1, 0]);
    const hurried = ['SAVEPOINT s', rename, 'SET CONSTRAINTS ALL IMMEDIATE', 'ROLLBACK TO s'];
    expect(await growth(inTransaction(...hurried))).toEqual([0, 0]);
    expect(await growth(inTransaction(...hurried, rename))).toEqual([1, 0]);
  });

  it('does not count statements that change nothing', async () => {
    expect(await growth(() => database.query(`${rename} WHERE organisation_id = 'nobody'`))).toEqual([0, 0]);
  });

  it('makes its count visible with the change and not before', async () => {
    const transaction = await otherTransaction(database);
    await transaction.query(rename);
    const seen = await growth(() => transaction.query('SET CONSTRAINTS ALL IMMEDIATE'));
    expect([seen, await growth(() => transaction.commit())]).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('counts each of many concurrent transactions', async () => {
    const work = async () => {
      for (let time = 0; time < 20; time++) await inTransaction(rename)();
    };
    expect(await growth(() => Promise.all(Array.from({ length: 8 }, work)))).toEqual([160, 0]);
  });
});
