import type { Field } from '../../../fields/field.js';
import { check } from '../../../http/validation/check.js';
import { OrganisationCreateRequest, OrganisationPath } from '../organisations/organisation.dto.js';
import { type AmendableFields, amendableColumns } from '../organisations/organisation.fields.js';
import { toAmendableFields } from '../organisations/organisation.mapper.js';
import { readAdminUsers } from './import-admin-users.mapper.js';
import { readFlags } from './import-flags.mapper.js';
import type { ReadRecord } from './import-record.js';
import type { JsonObject } from './raw-record.js';
import { normaliseRecord } from './normalise-record.mapper.js';

const amendable = Object.entries(amendableColumns) as [keyof AmendableFields, Field<string>][];

/**
 * Reads one organisation of a file: normalises its values, then validates them by the rules of the API. Returns either
 * the organisation or every error.
 */
export function toReadRecord(given: JsonObject): Pick<ReadRecord, 'organisationId' | 'record' | 'errors'> {
  const { values, notes, errors: dateErrors } = normaliseRecord(given);
  const { Flags, AdminUsers, CreatedOn } = values;
  const organisationId = organisationIdIn(values);
  const checked = check(OrganisationCreateRequest, { ...values, Flags: null });
  const flags = readFlags(Flags);
  const adminUsers = readAdminUsers(AdminUsers);
  const errors = [
    ...idErrors(values),
    ...checked.faults,
    ...dateErrors,
    ...flags.errors,
    ...adminUsers.errors,
  ];
  if (errors.length > 0 || checked.value === null || organisationId === null) {
    return { organisationId, record: null, errors };
  }
  const record = {
    organisationId,
    fields: toAmendableFields(checked.value, 'Active'),
    carried: carriedFields(values),
    createdOn: typeof CreatedOn === 'string' ? new Date(CreatedOn) : null,
    flags: flags.flags,
    adminUsers: adminUsers.adminUsers,
    notes: { ...notes, normalised: [...notes.normalised, ...flags.notes] },
  };
  return { organisationId, record, errors };
}

/** Returns the normalised OrganisationId of a record, or null without a valid one. */
export function organisationIdOf(given: JsonObject): string | null {
  const { OrganisationId } = given;
  return organisationIdIn(normaliseRecord({ OrganisationId }).values);
}

function organisationIdIn(values: JsonObject): string | null {
  return check(OrganisationPath, values).value?.OrganisationId ?? null;
}

function idErrors(values: JsonObject): string[] {
  return (values.OrganisationId ?? null) === null ? ['OrganisationId must be provided'] : [];
}

function carriedFields(values: JsonObject): Set<keyof AmendableFields> {
  const carried = new Set<keyof AmendableFields>();
  for (const [name, { wire, isNullable }] of amendable) {
    // An existing organisation keeps the value of a field that can't be null.
    if (Object.hasOwn(values, wire) && (values[wire] !== null || isNullable)) carried.add(name);
  }
  return carried;
}
