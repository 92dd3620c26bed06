/**
 * A backup is one gzip file of lines:
 *
 *     {"format":"organisations-directory backup","version":1,"takenAt":"…","migrations":["…"]}
 *     {"table":"directory.flag","columns":["flag_id","…"]}
 *     rows in PostgreSQL's COPY text format, a line each
 *     \.
 *     … more tables …
 *     {"rows":{"directory.flag":3},"sequences":[…],"sha256":"hex, of every byte before this line"}
 *
 * COPY writes line feeds and backslashes within values as escapes, so a row is never `\.` alone.
 */
export const backupFormat = 'organisations-directory backup';
export const backupVersion = 1;
export const endOfRows = '\\.\n';

/** The first line. */
export interface BackupHeader {
  readonly format: typeof backupFormat;
  readonly version: typeof backupVersion;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** Names of the migrations that the database had, oldest first. */
  readonly migrations: readonly string[];
}

/** A table, by its names in the database. */
export interface BackupTable {
  /** With its schema, as in `directory.flag`. */
  readonly table: string;
  readonly columns: readonly string[];
}

/** Where the numbers of an identity column go on. */
export interface SequencePosition {
  readonly table: string;
  readonly column: string;
  /** A bigint in decimal digits. */
  readonly lastValue: string;
  readonly isCalled: boolean;
}

/** The last line. */
export interface BackupTrailer {
  readonly rows: Readonly<Record<string, number>>;
  readonly sequences: readonly SequencePosition[];
  readonly sha256: string;
}
