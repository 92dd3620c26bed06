import pg from 'pg';
import { toDatabaseProblem } from './database-errors.js';

/** One borrowed connection. Once it failed in a way that leaves its state unknown, it is closed, never reused. */
export class PooledClient {
  private broken: Error | undefined;

  constructor(private readonly client: pg.PoolClient) {
    // The pool listens to idle connections only: one that breaks while it is borrowed would end the process.
    client.on('error', this.noteBreak);
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const result = await this.client.query<Row>(sql, [...values]);
      return result.rows;
    } catch (error) {
      // An error that the server reported leaves the connection usable; any other (time-out, cut) does not.
      if (!(error instanceof pg.DatabaseError)) this.noteBreak(error);
      throw toDatabaseProblem(error);
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
