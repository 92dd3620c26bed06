import { organisationColumns } from '../../src/modules/directory/organisations/organisation.fields.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** Columns that the trigger writes. */
const written = new Set(['search_text', 'search_letters']);

describe('the text that filterBy searches', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const searched = Object.values(organisationColumns)
    .filter(({ isSearched }) => isSearched)
    .map(({ column }) => column);

  /** Returns one sentence for each column on which the declaration and the database disagree. */
  const disagreements = (inDatabase: readonly string[], place: string): string[] => [
    ...searched
      .filter((column) => !inDatabase.includes(column))
      .map((column) => `${column} is declared isSearched: a migration must add it to ${place}`),
    ...inDatabase
      .filter((column) => !searched.includes(column) && !written.has(column))
      .map((column) => `${column} is in ${place}: organisation.fields.ts must declare it isSearched`),
  ];

  it('contains the fields declared isSearched in directory.set_search_text()', async () => {
    const [trigger] = await database.query<{ source: string }>(
      `SELECT prosrc AS source FROM pg_proc WHERE oid = 'directory.set_search_text()'::regprocedure`,
    );
    const folded = [...(trigger?.source ?? '').matchAll(/NEW\.(\w+)/g)].map(([, column]) => column ?? '');
    expect(disagreements(folded, 'directory.set_search_text()')).toEqual([]);
  });

  it('is updated when one of these fields changes', async () => {
    const columns = await database.query<{ name: string }>(
      `SELECT a.attname AS name FROM pg_trigger t JOIN pg_attribute a
         ON a.attrelid = t.tgrelid AND a.attnum = ANY(t.tgattr)
       WHERE t.tgrelid = 'directory.organisation'::regclass AND t.tgname = 'organisation_search_text'`,
    );
    const place = 'the columns of the trigger organisation_search_text';
    expect(
      disagreements(
        columns.map(({ name }) => name),
        place,
      ),
    ).toEqual([]);
  });
});
