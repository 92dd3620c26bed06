import pg from 'pg';
import { closeOnce } from './left-open.js';
import type { TestDatabase } from './postgres.js';
import { until } from './until.js';

/** A transaction concurrent with the service, which blocks it or shows what it has locked. */
export interface OtherTransaction {
  query(sql: string, values?: unknown[]): Promise<unknown[]>;
  /** Commits and closes the connection. */
  commit(): Promise<void>;
}

export async function otherTransaction(database: TestDatabase): Promise<OtherTransaction> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const end = closeOnce(() => client.end());
  await client.query('BEGIN');
  return {
    async query(sql, values = []) {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    },
    async commit() {
      await client.query('COMMIT');
      await end();
    },
  };
}

/** Resolves when this many statements of the database wait for a lock. */
export async function waiting(database: TestDatabase, statements = 1): Promise<void> {
  await until(`${statements} statements that wait for a lock`, async () => {
    const [found] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return found !== undefined && found.count >= statements ? true : null;
  });
}
