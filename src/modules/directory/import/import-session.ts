import pg from 'pg';
import type { Queryable } from '../../../database/database.js';
import { toDatabaseProblem } from '../../../database/database-errors.js';

/** Whatever can run several statements as one transaction. */
export interface TransactionRunner {
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
}

/** Time after which an attempt to connect is given up. */
const connectTimeoutMs = 10_000;

/**
 * One connection held for the whole of an import, since its temporary table and its advisory lock live as long as the
 * connection does. Statements have no time limit: nobody waits for them but the operator.
 */
export class ImportSession implements Queryable, TransactionRunner {
  private constructor(private readonly client: pg.Client) {}

  /** @throws DatabaseUnreachable, DatabaseTimeout, or the driver's error */
  static async open(url: string): Promise<ImportSession> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'organisations-directory import',
      keepAlive: true,
    });
    // The query under way fails of itself; without a listener a broken connection would end the process.
    client.on('error', () => undefined);
    await explaining(() => client.connect());
    return new ImportSession(client);
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await explaining(() => this.client.query<Row>(sql, [...values]));
    return result.rows;
  }

  async transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    await this.query('BEGIN');
    try {
      const result = await work(this);
      await this.query('COMMIT');
      return result;
    } catch (error) {
      await this.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

async function explaining<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw toDatabaseProblem(error);
  }
}
