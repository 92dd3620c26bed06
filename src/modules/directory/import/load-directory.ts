import { loadInBulk } from '../../../database/bulk-load/bulk-load.js';
import type { DatabaseSession } from '../../../database/database-session.js';

/**
 * Runs `work`, which loads about `expectedRows` organisations; into a nearly empty directory, without secondary indexes
 * and foreign keys. Calls `onNote` with a sentence for each step besides `work`.
 */
export function loadDirectory<Result>(
  session: DatabaseSession,
  expectedRows: number,
  onNote: (sentence: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const tables = [
    'directory.organisation',
    'directory.organisation_flag',
    'directory.admin_user',
    'directory.organisation_history',
  ] as const;
  const load = {
    tables,
    referred: ['directory.flag'],
    // The trigger that splits count buckets and the default list read it.
    keptIndexes: ['directory.organisation_created_on_idx'],
    expectedRows,
    onNote,
  };
  return loadInBulk(session, load, work);
}
