import type { Queryable } from '../../../database/database.js';
import type { ImportSummary } from './import-summary.js';

/** What a broken import left behind, so that the next can go on. */
interface ImportProgress {
  /** Under which the whole import of the file stands in the history. */
  readonly interactionId: string;
  readonly summary: ImportSummary;
  /** Bytes of the report that belong to batches that were kept. */
  readonly reportBytes: number;
}

/** How far the import of a file came: so many of its records are done, loaded or rejected. */
export interface ImportPosition extends ImportProgress {
  readonly recordsDone: number;
}

/** One record's claim to be the only one of its id in the file. */
export interface Occurrence {
  readonly organisationId: string;
  readonly ordinal: number;
  readonly line: number;
}

/** Any number that no other advisory lock of the service uses; the second key is the file. */
const importLock = 4_270_002;

/** The only SQL on the run of an import: its lock, its position, and the ids that its file held so far. */
export class ImportRunRepository {
  /**
   * Keeps others from importing the same file until the connection ends. Waits a while, because the server may still be
   * finishing the last batch of a process that was killed.
   * @throws DatabaseTimeout where another holds it all the while
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

  /** Makes the list of ids seen; it lives on the server's disk, since a file may hold any number of them. */
  async createSeen(session: Queryable): Promise<void> {
    await session.query(
      `CREATE TEMPORARY TABLE import_seen (
         organisation_id text COLLATE "C" PRIMARY KEY, ordinal integer NOT NULL, line integer NOT NULL)`,
    );
  }

  /** Notes ids as seen. Returns the occurrences that came second, each with the line of the first. */
  async addSeen(
    transaction: Queryable,
    occurrences: readonly Occurrence[],
  ): Promise<{ ordinal: number; firstLine: number }[]> {
    const given = [
      occurrences.map((occurrence) => occurrence.organisationId),
      occurrences.map((occurrence) => occurrence.ordinal),
      occurrences.map((occurrence) => occurrence.line),
    ];
    const added = await transaction.query(
      `INSERT INTO import_seen SELECT * FROM unnest($1::text[], $2::integer[], $3::integer[]) AS g(id, ordinal, line)
       ORDER BY ordinal ON CONFLICT DO NOTHING RETURNING 1`,
      given,
    );
    if (added.length === occurrences.length) return [];
    return transaction.query<{ ordinal: number; firstLine: number }>(
      `SELECT g.ordinal, s.line AS "firstLine" FROM unnest($1::text[], $2::integer[]) AS g(id, ordinal)
       JOIN import_seen s ON s.organisation_id = g.id WHERE s.ordinal <> g.ordinal`,
      given.slice(0, 2),
    );
  }
}
