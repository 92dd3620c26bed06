import { type DropIndexes, loadInBulk } from '../../../database/bulk-load/bulk-load.js';
import type { DatabaseSession } from '../../../database/database-session.js';

/**
 * Runs `work`, which loads organisations; once it knows that they are many, it may call the function that drops secondary
 * indexes and foreign keys of a nearly empty directory. Calls `onNote` with a sentence for each step besides `work`.
 */
export function loadDirectory<Result>(
  session: DatabaseSession,
  onNote: (sentence: string) => void,
  work: (dropIndexes: DropIndexes) => Promise<Result>,
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
    // The trigger that splits count buckets and the default list read the first, the sequencer the second.
    keptIndexes: ['directory.organisation_created_on_idx', 'directory.organisation_history_writer_idx'],
    onNote,
  };
  return loadInBulk(session, load, work);
}
