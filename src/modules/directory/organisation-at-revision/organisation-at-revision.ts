import type { FieldChange } from '../history/history-entry.js';

/** PUT sets neither administrators nor the date of creation. */
const notAmended = new Set(['AdminUsers', 'CreatedOn']);

/**
 * Returns the organisation after the last of these changes, as a body for PUT: wire name to value, without null values.
 * @param changes every change since the creation, oldest first
 */
export function organisationAtRevision(changes: readonly FieldChange[]): Record<string, unknown> {
  const state = new Map<string, unknown>();
  for (const { Field, New } of changes) {
    if (!notAmended.has(Field)) state.set(Field, New);
  }
  return Object.fromEntries([...state].filter(([, value]) => value !== null));
}
