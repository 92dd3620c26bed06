import { DatabaseSession } from '../database-session.js';
import { mendSchema } from './bulk-load.js';

/**
 * Brings back the indexes and foreign keys that a killed load left out of a database; `onNote` is told in sentences.
 * @throws DatabaseUnreachable, DatabaseTimeout, ConstraintViolation
 */
export async function mendDatabase(url: string, onNote: (sentence: string) => void): Promise<void> {
  const session = await DatabaseSession.open(url);
  try {
    await mendSchema(session, onNote);
  } finally {
    await session.close();
  }
}
