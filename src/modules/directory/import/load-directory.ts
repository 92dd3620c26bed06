import { loadInBulk } from '../../../database/bulk-load/bulk-load.js';
import type { DatabaseSession } from '../../../database/database-session.js';

/**
 * Loads about so many organisations; where there are few yet, without the upkeep of indexes and foreign keys.
 * `onNote` is told in sentences what is done besides the loading itself.
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
    // The trigger that splits count buckets reads it, and so does the list.
    keptIndexes: ['directory.organisation_created_on_idx'],
    expectedRows,
    onNote,
  };
  return loadInBulk(session, load, work);
}
