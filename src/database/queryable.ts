import type pg from 'pg';

/** Runs the SQL of repositories: a pool, a session or one transaction. */
export interface Queryable {
  /** @throws DatabaseUnreachable, DatabaseTimeout, ConstraintViolation, or the driver's error */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A server for reads of single statements: the primary or a replica. */
export interface ReadSource extends Queryable {
  /**
   * Runs a prepared statement, which each connection keeps. For frequent statements whose best plan does not depend on
   * their values, and of which there are few different texts.
   */
  prepared<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The reads that hold a snapshot for long: downloads of whole files, large pages, and counts. Each has connections of its own. */
export type SnapshotUse = 'file' | 'page' | 'count';

/** A snapshot of the database at the first query, for reads that must be consistent with each other. */
export interface Snapshot extends Queryable {
  /** Returns the connection to its pool. May be called twice; never throws. */
  close(): Promise<void>;
}
