import { check } from '../../../http/validation/check.js';
import { amendableProperties } from '../organisations/organisation-columns.js';
import { OrganisationCreateRequest, OrganisationPath } from '../organisations/organisation.dto.js';
import type { AmendableFields } from '../organisations/organisation-record.js';
import { toAmendableFields } from '../organisations/organisation.mapper.js';
import { readAdminUsers } from './import-admin-users.mapper.js';
import { readFlags } from './import-flags.mapper.js';
import type { ReadRecord } from './import-record.js';
import type { JsonObject } from './raw-record.js';
import { normaliseRecord, wireName } from './normalise-record.mapper.js';

/** What an organisation that exists keeps where its record gives no value: it can't be without. */
const neverEmptied: ReadonlySet<string> = new Set(['status', 'requiresParticipantTermsAndConditionsSigning']);

const amendableKeys = amendableProperties.map((property) => ({ property, key: wireName(property) }));

/**
 * Reads one organisation of a file: brings its values into form, then holds them against the rules of the API. The
 * result is either an organisation or every reason why it is none.
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
    notes,
  };
  return { organisationId, record, errors };
}

/** The id that a record names, brought into form, or null where it could be none. */
export function organisationIdOf(given: JsonObject): string | null {
  const { AdminUsers, OrganisationId } = given;
  return organisationIdIn(normaliseRecord({ AdminUsers, OrganisationId }).values);
}

function organisationIdIn(values: JsonObject): string | null {
  return check(OrganisationPath, values).value?.OrganisationId ?? null;
}

function idErrors(values: JsonObject): string[] {
  return (values.OrganisationId ?? null) === null ? ['OrganisationId must be provided'] : [];
}

function carriedFields(values: JsonObject): Set<keyof AmendableFields> {
  const carried = new Set<keyof AmendableFields>();
  for (const { property, key } of amendableKeys) {
    if (Object.hasOwn(values, key) && !(values[key] === null && neverEmptied.has(property)))
      carried.add(property);
  }
  return carried;
}
