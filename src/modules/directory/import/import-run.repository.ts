import type { Queryable } from '../../../database/database.js';
import type { ImportSummary } from '../participants-file/import-summary.js';

/** The state that an interrupted import resumes from, kept as JSON. */
interface ImportProgress {
  /** The interaction id of all history entries of this file's import. */
  readonly interactionId: string;
  readonly summary: ImportSummary;
  /** Bytes of the report that belong to committed batches. */
  readonly reportBytes: number;
}

/** The progress of a file's import; `recordsDone` counts records loaded or rejected. */
export interface ImportPosition extends ImportProgress {
  readonly recordsDone: number;
}

/** An id and the number of a record that has it. */
export interface Occurrence {
  readonly organisationId: string;
  /** Counts from 1. */
  readonly number: number;
}

/** The first key of the advisory lock, unique in the service; the second key is the file. */
const importLock = 4_270_002;

/** The SQL for the run of an import: its lock, its position and the ids seen in its file. */
export class ImportRunRepository {
  /**
   * Locks the file against other imports until the connection ends. Waits up to 5 seconds, since the server may still
   * finish the last batch of a killed process.
   * @throws DatabaseTimeout if another import holds the lock
   */
  async lock(session: Queryable, fingerprint: string): Promise<void> {
    await session.query(`SET lock_timeout = '5s'`);
    await session.query('SELECT pg_advisory_lock($1, hashtext($2))', [importLock, fingerprint]);
    await session.query('RESET lock_timeout');
  }

  async findPosition(session: Queryable, fingerprint: string): Promise<ImportPosition | null> {
    const rows = await session.query<{ recordsDone: number; progress: ImportProgress }>(
      `SELECT records_done AS "recordsDone", progress FROM directory.import_position WHERE fingerprint = $1`,
      [fingerprint],
    );
    return rows[0] === undefined ? null : { recordsDone: rows[0].recordsDone, ...rows[0].progress };
  }

  async savePosition(transaction: Queryable, fingerprint: string, position: ImportPosition): Promise<void> {
    const { recordsDone, ...progress } = position;
    await transaction.query(
      `INSERT INTO directory.import_position (fingerprint, records_done, progress) VALUES ($1, $2, $3)
       ON CONFLICT (fingerprint) DO UPDATE
       SET records_done = excluded.records_done, progress = excluded.progress, updated_at = now()`,
      [fingerprint, recordsDone, JSON.stringify(progress)],
    );
  }

  async removePosition(session: Queryable, fingerprint: string): Promise<void> {
    await session.query('DELETE FROM directory.import_position WHERE fingerprint = $1', [fingerprint]);
  }

  /** Creates the table of ids seen: on the server's disk, since a file may hold any number of ids. */
  async createSeen(session: Queryable): Promise<void> {
    await session.query(
      `CREATE TEMPORARY TABLE import_seen (
         organisation_id text COLLATE "C" PRIMARY KEY, number integer NOT NULL)`,
    );
  }

  /** Adds ids to the table. Returns the records that repeat an id, each with the number of the first record. */
  async addSeen(
    transaction: Queryable,
    occurrences: readonly Occurrence[],
  ): Promise<{ number: number; firstNumber: number }[]> {
    const given = [
      occurrences.map((occurrence) => occurrence.organisationId),
      occurrences.map((occurrence) => occurrence.number),
    ];
    const added = await transaction.query(
      `INSERT INTO import_seen SELECT * FROM unnest($1::text[], $2::integer[]) AS g(id, number)
       ORDER BY number ON CONFLICT DO NOTHING RETURNING 1`,
      given,
    );
    if (added.length === occurrences.length) return [];
    return transaction.query<{ number: number; firstNumber: number }>(
      `SELECT g.number, s.number AS "firstNumber" FROM unnest($1::text[], $2::integer[]) AS g(id, number)
       JOIN import_seen s ON s.organisation_id = g.id WHERE s.number <> g.number`,
      given,
    );
  }
}
