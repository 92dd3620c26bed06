/**
 * A backup is one gzip file of lines:
 *
 *     {"format":"organisations-directory backup","version":1,"takenAt":"…","migrations":["…"]}
 *     {"table":"directory.flag","columns":["flag_id","…"]}
 *     rows in PostgreSQL's COPY text format, one a line
 *     \.
 *     … more tables …
 *     {"rows":{"directory.flag":3},"sequences":[…],"sha256":"hex, of every byte before this line"}
 *
 * COPY escapes line feeds and backslashes within values, so a row is never `\.` alone.
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
  /** Names of the database's migrations, oldest first. */
  readonly migrations: readonly string[];
}

/** The line before the rows of a table. */
export interface BackupTable {
  /** The name with its schema, as in `directory.flag`. */
  readonly table: string;
  readonly columns: readonly string[];
}

/** The position of an identity column's sequence. */
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

/** A backup can't be written, read or restored; the message is one clause or sentence for the operator. */
export class BackupFault extends Error {}
