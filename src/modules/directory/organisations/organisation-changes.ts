import { responseMapper } from '../../../fields/mapping.js';
import { fieldsWithout } from '../../../fields/sql.js';
import { type FieldChange, fieldChanges } from '../history/history-entry.js';
import { organisationFields, type OrganisationRecord } from './organisation.fields.js';

const toFields = responseMapper(fieldsWithout(organisationFields, 'organisationId'));

/**
 * Returns the differences between two states of an organisation by wire name, flags as sorted ids; for a new one
 * (`before` null), every field that has a value, Flags always.
 */
export function organisationChanges(
  before: OrganisationRecord | null,
  after: OrganisationRecord,
): FieldChange[] {
  return fieldChanges(before === null ? null : historyFields(before), historyFields(after));
}

function historyFields(organisation: OrganisationRecord): Record<string, unknown> {
  return { ...toFields(organisation), Flags: organisation.flags.map((flag) => flag.flagId).sort() };
}
