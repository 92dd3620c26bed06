import pg from 'pg';
import type { TestDatabase } from './postgres.js';

/** A transaction beside the service, to stand in its way or to see what it has locked. */
export interface OtherTransaction {
  query(sql: string, values?: unknown[]): Promise<unknown[]>;
  /** Ends it and keeps what it did. */
  commit(): Promise<void>;
}

export async function otherTransaction(database: TestDatabase): Promise<OtherTransaction> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  return {
    async query(sql, values = []) {
      return (await client.query<Record<string, unknown>>(sql, values)).rows;
    },
    async commit() {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

const pollMs = 10;
const givenUpAfterMs = 10_000;

/** Resolves once so many statements on the database wait for a lock. @throws Error where none does in good time */
export async function waiting(database: TestDatabase, statements = 1): Promise<void> {
  const end = Date.now() + givenUpAfterMs;
  while (Date.now() < end) {
    const [found] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (found !== undefined && found.count >= statements) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error('nothing waits for a lock');
}
