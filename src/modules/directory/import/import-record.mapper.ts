import type { Field } from '../../../fields/field.js';
import { check, type Checked } from '../../../http/validation/check.js';
import { OrganisationCreateRequest, OrganisationPath } from '../organisations/organisation.dto.js';
import {
  type AmendableFields,
  amendableColumns,
  organisationFields,
} from '../organisations/organisation.fields.js';
import { toAmendableFields } from '../organisations/organisation.mapper.js';
import { readAdminUsers } from './import-admin-users.mapper.js';
import { readFlags } from './import-flags.mapper.js';
import type { OddValue, ReadRecord } from './import-record.js';
import { leftOutValue } from './odd-values.js';
import type { JsonObject } from './raw-record.js';
import { normaliseRecord } from './normalise-record.mapper.js';

/**
 * The fields whose wrong value costs that value only. A wrong Status costs the organisation: without Status it would become
 * Active.
 */
const optionalFields = Object.values(organisationFields).flatMap(({ wire, inRequest }) =>
  inRequest === 'optional' && wire !== 'Status' ? [wire as string] : [],
);

const amendable = Object.entries(amendableColumns) as [keyof AmendableFields, Field<string>][];

/**
 * Reads one organisation of a file: normalises its values, then validates them by the rules of the API. A wrong value of
 * an optional field is left out with a note. Returns either the organisation or every error.
 */
export function toReadRecord(given: JsonObject): Pick<ReadRecord, 'organisationId' | 'record' | 'errors'> {
  const { values, notes } = normaliseRecord(given);
  const organisationId = organisationIdIn(values);
  const { kept, checked, odd } = checkFields(values);
  const flags = readFlags(values.Flags);
  const adminUsers = readAdminUsers(values.AdminUsers);
  const errors = [...idErrors(values), ...checked.faults];
  if (errors.length > 0 || checked.value === null || organisationId === null) {
    return { organisationId, record: null, errors };
  }
  const record = {
    organisationId,
    fields: toAmendableFields(checked.value, 'Active'),
    carried: carriedFields(kept),
    createdOn: typeof values.CreatedOn === 'string' ? new Date(values.CreatedOn) : null,
    flags: flags.flags,
    adminUsers: adminUsers.adminUsers,
    notes: {
      ...notes,
      normalised: [...notes.normalised, ...flags.notes],
      odd: [...notes.odd, ...odd, ...flags.odd, ...adminUsers.odd],
    },
  };
  return { organisationId, record, errors };
}

/** Checks the fields of the organisation; leaves out wrong values of optional ones. */
function checkFields(values: JsonObject): {
  kept: JsonObject;
  checked: Checked<OrganisationCreateRequest>;
  odd: OddValue[];
} {
  const checked = check(OrganisationCreateRequest, { ...values, Flags: null });
  if (checked.value !== null) return { kept: values, checked, odd: [] };
  const { faults } = checked;
  const odd = optionalFields.flatMap((wire) => {
    const fault = faults.find((sentence) => sentence.startsWith(`${wire} `));
    return fault === undefined
      ? []
      : [{ wire, note: leftOutValue(wire, fault.slice(wire.length + 1), values[wire]) }];
  });
  if (odd.length === 0) return { kept: values, checked, odd: [] };
  const wrong = new Set(odd.map(({ wire }) => wire));
  const kept = Object.fromEntries(Object.entries(values).filter(([key]) => !wrong.has(key)));
  return {
    kept,
    checked: check(OrganisationCreateRequest, { ...kept, Flags: null }),
    odd: odd.map(({ note }) => note),
  };
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
