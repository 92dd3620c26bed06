import type pg from 'pg';

/** What repositories run their SQL on: the pool, or one transaction. */
export interface Queryable {
  /** @throws DatabaseUnreachable, DatabaseTimeout, ConstraintViolation, or the driver's error */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A server that single statements are read from: the primary or one of its replicas. */
export interface ReadSource extends Queryable {
  /**
   * The same, kept by each connection as a prepared statement. For statements that are asked again and again and whose
   * best plan does not depend on their values; there must be few different texts of them.
   */
  prepared<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The database as it is at the moment of the first query, for reads that must agree with each other. */
export interface Snapshot extends Queryable {
  /** Gives the connection back. May be called again; never throws. */
  close(): Promise<void>;
}
