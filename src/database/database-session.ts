import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { collectTasks, runTasks } from './after-commit.js';
import { toDatabaseError } from './database-errors.js';
import type { Queryable } from './queryable.js';

/** Runs several statements as one transaction. */
export interface TransactionRunner {
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
}

const connectTimeoutMs = 10_000;

/**
 * One connection for the whole of a command, with its temporary tables and advisory locks. Statements have no timeout,
 * as only the operator waits for them.
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
    // A broken connection makes the current query fail; without a listener it would also end the process.
    client.on('error', () => undefined);
    await translateErrors(() => client.connect());
    return new DatabaseSession(client);
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await translateErrors(() => this.client.query<Row>(sql, [...values]));
    return result.rows;
  }

  async transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result> {
    await this.query('BEGIN');
    collectTasks(this);
    let result: Result;
    try {
      result = await work(this);
      await this.query('COMMIT');
    } catch (error) {
      await this.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
    runTasks(this);
    return result;
  }

  /**
   * Yields the output of a `COPY … TO STDOUT`. Run no other statement meanwhile. If the consumer stops early, the
   * connection is closed, because nothing else ends the COPY.
   * @throws DatabaseUnreachable, DatabaseTimeout, or the driver's error
   */
  async *copyOut(sql: string): AsyncGenerator<Buffer> {
    const rows = this.client.query(copyTo(sql));
    let isOver = false;
    try {
      for await (const chunk of rows) yield chunk as Buffer;
      isOver = true;
    } catch (error) {
      isOver = true;
      throw toDatabaseError(error);
    } finally {
      if (!isOver) this.client.connection.stream.destroy();
    }
  }

  /**
   * Sends chunks to a `COPY … FROM STDIN` and returns the number of rows.
   * @throws the errors of `chunks` and of `query`; the open transaction is then aborted
   */
  async copyIn(sql: string, chunks: AsyncIterable<Buffer>): Promise<number> {
    const rows = this.client.query(copyFrom(sql));
    await translateErrors(() => pipeline(Readable.from(chunks), rows));
    return rows.rowCount;
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

async function translateErrors<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    throw toDatabaseError(error);
  }
}
