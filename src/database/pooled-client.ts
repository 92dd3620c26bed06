import pg from 'pg';
import { toDatabaseError } from './database-errors.js';

/** One connection borrowed from a pool. After a failure that leaves its state unknown it is closed, not reused. */
export class PooledClient {
  private broken: Error | undefined;

  constructor(private readonly client: pg.PoolClient) {
    // The pool listens to idle connections only; a borrowed one that breaks would end the process.
    client.on('error', this.noteBreak);
  }

  query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.run({ text: sql, values: [...values] });
  }

  /** Runs a prepared statement, which the connection keeps under its name. */
  prepared<Row extends pg.QueryResultRow>(
    name: string,
    sql: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return this.run({ name, text: sql, values: [...values] });
  }

  private async run<Row extends pg.QueryResultRow>(statement: pg.QueryConfig): Promise<Row[]> {
    try {
      const result = await this.client.query<Row>(statement);
      return result.rows;
    } catch (error) {
      // After an error from the server the connection is usable; after a timeout or a broken socket it is not.
      if (!(error instanceof pg.DatabaseError)) this.noteBreak(error);
      throw toDatabaseError(error);
    }
  }

  /** Rolls the open transaction back if the connection still works; never throws. */
  async rollBack(): Promise<void> {
    if (this.broken !== undefined) return;
    try {
      await this.client.query('ROLLBACK');
    } catch (error) {
      this.noteBreak(error);
    }
  }

  /** Returns the connection to its pool. */
  release(): void {
    this.client.removeListener('error', this.noteBreak);
    this.client.release(this.broken ?? false);
  }

  private readonly noteBreak = (error: unknown): void => {
    this.broken ??= error instanceof Error ? error : new Error(String(error));
  };
}
