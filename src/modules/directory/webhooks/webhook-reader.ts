import type { Caller } from '../auth/caller.js';

/** The rights of the token that created or last changed a webhook; the webhook's client is a column of its own. */
export type StoredReader = Omit<Caller, 'clientId'>;

/** Returns the rights to keep. */
export function storedReader(caller: Caller): StoredReader {
  const { userEmail, isOperator, readsAll, seesRelations, flagClearance } = caller;
  return { userEmail, isOperator, readsAll, seesRelations, flagClearance };
}
