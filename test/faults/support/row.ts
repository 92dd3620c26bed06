import { appendFileSync } from 'node:fs';

/** The faults in the order of the table. */
const faults = [
  'service killed 10 times',
  'embedded database: service killed',
  'embedded database: server killed',
  'embedded database: disk full',
  'database killed and restarted',
  'database paused',
  'connections cut in transactions',
  'deadlocks',
  'serialisation failures',
  'one row locked',
  'SIGTERM under load',
  'two instances, one killed',
  'four instances, two killed',
  'mail server down',
  'mail server slow',
  'mail server dies in mid-conversation',
  'mail of two instances',
] as const;

/** Result of one injected fault. */
export interface Row {
  readonly fault: (typeof faults)[number];
  readonly requests: number;
  readonly acknowledged: number;
  /** Acknowledged and not stored. */
  readonly lost: number;
  /** Stored more than once. */
  readonly duplicated: number;
  /** Max time without an acknowledged change. */
  readonly longestOutageMs: number;
  /** Further measurements for the reader of the table. */
  readonly notes?: readonly string[];
}

/** Adds a row to the table that is printed at the end of the run. */
export function report(row: Row): void {
  const file = process.env.FAULTS_TABLE;
  if (file === undefined) throw new Error('the table reporter is not configured');
  appendFileSync(file, `${JSON.stringify({ notes: [], ...row, order: faults.indexOf(row.fault) })}\n`);
}
