import pg from 'pg';
import { aFlag } from '../support/builders/organisation.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;

/** Runs a statement and returns the name of the constraint that it violates, or `accepted`. */
async function outcomeOf(sql: string, values: unknown[] = []): Promise<string> {
  try {
    await database.query(sql, values);
    return 'accepted';
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.constraint ?? error.message) : String(error);
  }
}

function entry(overrides: Readonly<Record<string, unknown>>): Promise<string> {
  const row = {
    flag_id: 'flag-1',
    revision: 1,
    client_id: 'client',
    interaction_id: 'interaction',
    operation: 'Update',
    changes: '[]',
    ...overrides,
  };
  return outcomeOf(
    `INSERT INTO directory.flag_history (${Object.keys(row).join(', ')}) VALUES ($1, $2, $3, $4, $5, $6)`,
    Object.values(row),
  );
}

beforeAll(async () => {
  database = await createTestDatabase();
  await aFlag(database);
});
afterAll(() => database.drop());

describe('flag_history', () => {
  it.each([
    ['Create', 1, 'accepted'],
    ['Update', 2, 'accepted'],
    ['Import', 3, 'flag_history_operation_check'],
    ['FlagCascade', 3, 'flag_history_operation_check'],
    ['update', 3, 'flag_history_operation_check'],
  ])('answers the operation %s at revision %i with %s', async (operation, revision, outcome) => {
    expect(await entry({ operation, revision })).toBe(outcome);
  });

  it('has revisions from 1, unique within a flag', async () => {
    expect(await entry({ revision: 0 })).toBe('flag_history_revision_check');
    expect(await entry({ revision: 1 })).toBe('flag_history_pkey');
  });

  it('accepts only existing flags, and prevents deleting them and changing their ids', async () => {
    const fkey = 'flag_history_flag_id_fkey';
    expect(await entry({ flag_id: 'nobody' })).toBe(fkey);
    expect(await outcomeOf(`DELETE FROM directory.flag WHERE flag_id = 'flag-1'`)).toBe(fkey);
    expect(await outcomeOf(`UPDATE directory.flag SET flag_id = 'x' WHERE flag_id = 'flag-1'`)).toBe(fkey);
  });

  it.each([
    'UPDATE directory.flag_history SET client_id = client_id',
    'UPDATE directory.flag_history SET at = now() WHERE false',
    'DELETE FROM directory.flag_history',
    'TRUNCATE directory.flag_history CASCADE',
    'TRUNCATE directory.flag CASCADE',
    'SET session_replication_role = replica; DELETE FROM directory.flag_history',
    `MERGE INTO directory.flag_history h USING directory.flag_history s
       ON h.flag_id = s.flag_id AND h.revision = s.revision WHEN MATCHED THEN DELETE`,
  ])('is append-only: rejects %s', async (sql) => {
    const rows = 'SELECT xmin, * FROM directory.flag_history ORDER BY revision';
    const before = await database.query(rows);
    expect(before.length).toBeGreaterThan(0);
    await expect(database.query(sql)).rejects.toThrow('is append-only');
    expect(await database.query(rows)).toEqual(before);
  });
});
