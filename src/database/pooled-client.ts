import pg from 'pg';
import { toDatabaseError } from './database-errors.js';

/** One borrowed connection. Once it failed in a way that leaves its state unknown, it is closed, never reused. */
export class PooledClient {
  private broken: Error | undefined;

  constructor(private readonly client: pg.PoolClient) {
    // The pool listens to idle connections only: one that breaks while it is borrowed would end the process.
    client.on('error', this.noteBreak);
  }

  query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.run({ text: sql, values: [...values] });
  }

  /** The same, as a statement that the connection keeps under its name, parsed and planned once. */
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
      // An error that the server reported leaves the connection usable; any other (time-out, cut) does not.
      if (!(error instanceof pg.DatabaseError)) this.noteBreak(error);
      throw toDatabaseError(error);
    }
  }

  /** Ends the transaction under way, where the connection still can; never throws. */
  async rollBack(): Promise<void> {
    if (this.broken !== undefined) return;
    try {
      await this.client.query('ROLLBACK');
    } catch (error) {
      this.noteBreak(error);
    }
  }

  /** Gives the connection back to its pool. */
  release(): void {
    this.client.removeListener('error', this.noteBreak);
    this.client.release(this.broken ?? false);
  }

  private readonly noteBreak = (error: unknown): void => {
    this.broken ??= error instanceof Error ? error : new Error(String(error));
  };
}
