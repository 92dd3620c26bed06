import { requestMapper, responseMapper } from '../../../fields/mapping.js';
import { amendableFields } from '../../../fields/sql.js';
import { type FieldChange, fieldChanges } from '../history/history-entry.js';
import { flagFields, type FlagFields } from './flag.fields.js';

/** Returns a flag's response. */
export const toFlagResponse = responseMapper(flagFields);

/** Returns the flag that a checked body describes; an empty Description is none. */
export const toFlagFields = requestMapper(flagFields);

const toAmendable = responseMapper(amendableFields(flagFields));

/** Returns the differences between two states of a flag by wire name; for a new one (`before` null), every value. */
export function flagChanges(before: FlagFields | null, after: FlagFields): FieldChange[] {
  return fieldChanges(before === null ? null : toAmendable(before), toAmendable(after));
}
