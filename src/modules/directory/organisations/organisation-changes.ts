import type { FieldChange } from '../history/organisation-history.entity.js';
import type { OrganisationRecord } from './organisation-record.js';
import { toOrganisationResponse } from './organisation.mapper.js';

/** Fields that no amendment changes. */
const fixedFields = new Set(['OrganisationId', 'CreatedOn']);

/**
 * What differs between two states of an organisation, by wire name, flags as sorted ids; for one that is new
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
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(toOrganisationResponse({ ...organisation, flags: [] }))) {
    if (!fixedFields.has(name)) fields[name] = value;
  }
  fields.Flags = organisation.flags.map((flag) => flag.flagId).sort();
  return fields;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return Array.isArray(one) && Array.isArray(other) && JSON.stringify(one) === JSON.stringify(other);
}
