import { requestMapper, responseMapper } from '../../../fields/mapping.js';
import { amendableFields, fieldsWithout } from '../../../fields/sql.js';
import { type FieldChange, fieldChanges } from '../history/history-entry.js';
import { type Flag, flagFields, type FlagFields } from './flag.fields.js';

/** Returns a flag's response. */
export const toFlagResponse = responseMapper(flagFields);

/** Returns the flag that a checked body describes; an empty Description is none. */
export const toFlagFields = requestMapper(flagFields);

const toAmendable = responseMapper(amendableFields(flagFields));
const historyFields = responseMapper(fieldsWithout(flagFields, 'flagId'));

/** Returns true if a request sets another value of any field. */
export function changesFlag(before: FlagFields, after: FlagFields): boolean {
  return fieldChanges(toAmendable(before), toAmendable(after)).length > 0;
}

/**
 * Returns the differences between two states of a flag by wire name; for a new one (`before` null), every value. The Id is
 * the entry's own.
 */
export function flagChanges(before: Flag | null, after: Flag): FieldChange[] {
  return fieldChanges(before === null ? null : historyFields(before), historyFields(after));
}
