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
  const { Flags, ...fields } = toOrganisationResponse(organisation);
  const entries = Object.entries(fields).filter(([name]) => !fixedFields.has(name));
  return { ...Object.fromEntries(entries), Flags: Flags.map((flag) => flag.Id).sort() };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
