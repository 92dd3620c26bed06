import fc from 'fast-check';
import { createFold, schemaOf } from '../../src/database/migrations/1700000000002-search-organisations.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** PostgreSQL's definition before texts were folded in one go, under another name. */
const before = 'directory.fold_before';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const rows = (sql: string, values?: unknown[]): Promise<unknown[]> =>
    database.query(sql.replaceAll('directory.fold(', `${before}(`), values);
  const queryRunner = { query: rows } as unknown as Parameters<typeof createFold>[0];
  await createFold(queryRunner, await schemaOf(queryRunner, 'unaccent'));
});

afterAll(() => database.drop());

jest.setTimeout(300_000);

it('makes of every character of Unicode what it made before', async () => {
  const differing = await database.query(
    `SELECT to_hex(code) AS code FROM generate_series(1, 1114111) AS code
     WHERE code NOT BETWEEN 55296 AND 57343 AND directory.fold(chr(code)) IS DISTINCT FROM ${before}(chr(code))`,
  );
  expect(differing).toEqual([]);
});

/** Letters that fold in different ways, marks, what parts the fields, and anything else. */
const character = fc.oneof(
  fc.constantFrom(...'aZ09 éÉßøłıİİçñŁŒǅΣσςάЖйё한漢ガｶﾞﬁ℃ªº\u0001\u0300\u0327\u0345\u05b0\u1100\u1161\u11a8'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((text) => text !== '\u0000'),
);
const text = fc.string({ unit: character, minLength: 1, maxLength: 30 });
const fields = fc.record({
  organisation_name: text,
  legal_entity_name: text,
  registered_name: fc.option(text),
  registration_number: text,
  registration_id: fc.option(text),
  organisation_id: text,
  city: text,
  country: text,
});

it('makes of random texts, and of the fields of an organisation, what it made before', async () => {
  const organisations = fc.sample(fields, { numRuns: 20_000, seed: 20_261_122 });
  const names = Object.keys(organisations[0] ?? {});
  // The trigger of organisations, without the rules that random texts break.
  await database.query(
    `CREATE TABLE folded (${names.map((name) => `${name} text`).join(', ')}, search_text text, search_letters bigint)`,
  );
  await database.query(`CREATE TRIGGER search_text BEFORE INSERT ON folded
    FOR EACH ROW EXECUTE FUNCTION directory.set_search_text()`);
  await database.query(
    `INSERT INTO folded SELECT * FROM json_to_recordset($1)
       AS r(${names.map((name) => `${name} text`).join(', ')}, search_text text, search_letters bigint)`,
    [JSON.stringify(organisations)],
  );
  const differing = await database.query(
    `SELECT * FROM folded WHERE search_text IS DISTINCT FROM
       concat_ws(E'\\u0001', ${names.map((name) => `${before}(${name})`).join(', ')})
     LIMIT 5`,
  );
  expect(differing).toEqual([]);
});
