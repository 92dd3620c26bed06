import type { FieldChange } from '../history/organisation-history.entity.js';

/** Administrators are a matter of rights, and the date of creation is not amended: PUT takes neither. */
const notAmended = new Set(['AdminUsers', 'CreatedOn']);

/**
 * What an organisation looked like when the last of these changes was made, as the body that PUT takes: wire name to
 * value, without fields that had none.
 * @param changes all of them from the first on, oldest first
 */
export function earlierState(changes: readonly FieldChange[]): Record<string, unknown> {
  const state = new Map<string, unknown>();
  for (const { Field, New } of changes) {
    if (!notAmended.has(Field)) state.set(Field, New);
  }
  return Object.fromEntries([...state].filter(([, value]) => value !== null));
}
