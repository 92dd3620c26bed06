import fc from 'fast-check';
import { marks } from '../../src/database/migrations/directory/unicode-marks.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** Folds by the definition, field by field, without optimisations. */
const reference = 'public.reference_fold';
const createReference = `
  CREATE FUNCTION ${reference}(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
  BEGIN
    RETURN translate(
      regexp_replace(normalize(lower(unaccent(normalize(value, NFKD)) COLLATE "und-x-icu"), NFKD), '[${marks}]', '', 'g'),
      E'ςı\\u0001', 'σi');
  END $$`;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(createReference);
});

afterAll(() => database.drop());

jest.setTimeout(300_000);

it('folds every Unicode character by the definition', async () => {
  const differing = await database.query(
    `SELECT to_hex(code) AS code FROM generate_series(1, 1114111) AS code
     WHERE code NOT BETWEEN 55296 AND 57343 AND directory.fold(chr(code)) IS DISTINCT FROM ${reference}(chr(code))`,
  );
  expect(differing).toEqual([]);
});

/** Letters that fold in different ways, marks, the separator of the fields, and any other character. */
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

it('folds random texts and the fields of an organisation by the definition', async () => {
  const organisations = fc.sample(fields, { numRuns: 20_000, seed: 20_261_122 });
  const names = Object.keys(organisations[0] ?? {});
  // A table without the CHECK constraints of organisation, which random texts break.
  await database.query(
    `CREATE TABLE folded (${names.map((name) => `${name} text`).join(', ')}, search_text text)`,
  );
  await database.query(`CREATE TRIGGER search_text BEFORE INSERT ON folded
    FOR EACH ROW EXECUTE FUNCTION directory.set_search_text()`);
  await database.query(
    `INSERT INTO folded SELECT * FROM json_to_recordset($1)
       AS r(${names.map((name) => `${name} text`).join(', ')}, search_text text)`,
    [JSON.stringify(organisations)],
  );
  const differing = await database.query(
    `SELECT * FROM folded WHERE search_text IS DISTINCT FROM
       concat_ws(E'\\u0001', ${names.map((name) => `${reference}(${name})`).join(', ')})
     LIMIT 5`,
  );
  expect(differing).toEqual([]);
});
