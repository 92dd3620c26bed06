import { responseMapper } from '../../../fields/mapping.js';
import { amendableFields } from '../../../fields/sql.js';
import type { FieldChange } from '../history/organisation-history.entity.js';
import { organisationFields, type OrganisationRecord } from './organisation.fields.js';

const toAmendable = responseMapper(amendableFields(organisationFields));

/**
 * Returns the differences between two states of an organisation by wire name, flags as sorted ids; for a new one
 * (`before` null), every field that has a value.
 */
export function organisationChanges(
  before: OrganisationRecord | null,
  after: OrganisationRecord,
): FieldChange[] {
  const old: Readonly<Record<string, unknown>> = before === null ? {} : historyFields(before);
  return Object.entries(historyFields(after)).flatMap(([Field, New]) => {
    const Old = old[Field] ?? null;
    return isSame(Old, New) || (before === null && isSame(New, [])) ? [] : [{ Field, Old, New }];
  });
}

function historyFields(organisation: OrganisationRecord): Record<string, unknown> {
  return { ...toAmendable(organisation), Flags: organisation.flags.map((flag) => flag.flagId).sort() };
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return Array.isArray(one) && Array.isArray(other) && JSON.stringify(one) === JSON.stringify(other);
}
