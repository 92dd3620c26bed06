import type { TestDatabase } from './postgres.js';
import { until } from './until.js';

/** Waits until each entry of the histories has a position in the log, and returns the newest position. */
export function wholeLog(database: TestDatabase): Promise<number> {
  return until('a position for each entry', async () => {
    const [row] = await database.query<{ positions: number; entries: number }>(
      `SELECT (SELECT count(*) FROM directory.change_log)::integer AS positions,
         ((SELECT count(*) FROM directory.organisation_history) + (SELECT count(*) FROM directory.flag_history))::integer
         AS entries`,
    );
    return row?.positions === row?.entries ? (row?.positions ?? null) : null;
  });
}
