import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Queryable } from './database.js';
import { toDatabaseError } from './database-errors.js';

/** Whatever can run several statements as one transaction. */
export interface TransactionRunner {
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
}

/** Time after which an attempt to connect is given up. */
const connectTimeoutMs = 10_000;

/**
 * One connection held for the whole of a command: what it makes for itself, temporary tables and advisory locks, lives
 * as long as the connection does. Statements have no time limit: nobody waits for them but the operator.
 */
export class DatabaseSession implements Queryable, TransactionRunner {
  private constructor(private readonly client: pg.Client) {}

  /** @throws DatabaseUnreachable, DatabaseTimeout, or the driver's error */
  static async open(url: string): Promise<DatabaseSession> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'organisations-directory command',
      keepAlive: true,
    });
    // The query under way fails of itself; without a listener a broken connection would end the process.
    client.on('error', () => undefined);
    await explaining(() => client.connect());
    return new DatabaseSession(client);
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

  /**
   * What a `COPY … TO STDOUT` gives, as it comes; nothing else can be asked meanwhile.
   * @throws DatabaseUnreachable, DatabaseTimeout, or the driver's error
   */
  async *copyOut(sql: string): AsyncGenerator<Buffer> {
    const rows = this.client.query(copyTo(sql));
    try {
      for await (const chunk of rows) yield chunk as Buffer;
    } catch (error) {
      throw toDatabaseError(error);
    }
  }

  /**
   * Feeds a `COPY … FROM STDIN`. Returns the number of rows.
   * @throws what `chunks` throws, and as `query` does; the transaction under way is then lost
   */
  async copyIn(sql: string, chunks: AsyncIterable<Buffer>): Promise<number> {
    const rows = this.client.query(copyFrom(sql));
    await explaining(() => pipeline(Readable.from(chunks), rows));
    return rows.rowCount;
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

async function explaining<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw toDatabaseError(error);
  }
}
