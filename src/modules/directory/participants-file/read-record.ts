import { normaliseRecord } from './normalise-record.js';
import { leftOutValue } from './odd-values.js';
import type { JsonObject } from './raw-record.js';
import { readAdminUsers } from './read-admin-users.js';
import { readFlags } from './read-flags.js';
import type { FileRecord, OddValue } from './record.js';
import type { CheckedValue, PartRules, RecordRules } from './record-rules.js';

/** One record of a file: a valid organisation, or every error that rejects it. */
export interface ReadResult<Body> {
  /** Null without a valid id. */
  readonly organisationId: string | null;
  readonly record: FileRecord<Body> | null;
  readonly errors: readonly string[];
}

/**
 * Reads one organisation of a file: normalises its values, then validates them by the rules of the API. A wrong value of
 * an optional field is left out with a note. Returns either the organisation or every error.
 */
export function readRecord<Body>(given: JsonObject, rules: RecordRules<Body>): ReadResult<Body> {
  const { values, notes } = normaliseRecord(given, rules);
  const organisationId = organisationIdIn(values, rules);
  const { kept, checked, odd } = checkFields(values, rules);
  const flags = readFlags(values.Flags, rules);
  const adminUsers = readAdminUsers(values.AdminUsers, rules);
  const errors = [...idErrors(values), ...checked.faults];
  if (errors.length > 0 || checked.value === null || organisationId === null) {
    return { organisationId, record: null, errors };
  }
  const record = {
    organisationId,
    body: checked.value,
    values: carriedValues(kept, rules),
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

/** Returns the normalised OrganisationId of a record, or null without a valid one. */
export function organisationIdOf({ OrganisationId }: JsonObject, rules: PartRules): string | null {
  return organisationIdIn(normaliseRecord({ OrganisationId }, rules).values, rules);
}

/** Checks the fields of the organisation; leaves out wrong values of optional ones. */
function checkFields<Body>(
  values: JsonObject,
  rules: RecordRules<Body>,
): { kept: JsonObject; checked: CheckedValue<Body>; odd: OddValue[] } {
  const checked = rules.checkOrganisation({ ...values, Flags: null });
  if (checked.value !== null) return { kept: values, checked, odd: [] };
  const { faults } = checked;
  const odd = rules.fields.filter(mayBeLeftOut).flatMap(({ wire }) => {
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
    checked: rules.checkOrganisation({ ...kept, Flags: null }),
    odd: odd.map(({ note }) => note),
  };
}

/** Returns the values that an existing organisation gets. It keeps its value of a field that can't be null. */
function carriedValues(values: JsonObject, { fields }: PartRules): JsonObject {
  const carried = fields.filter(
    ({ wire, type, isNullable }) =>
      wire !== 'OrganisationId' &&
      type !== 'moment' &&
      Object.hasOwn(values, wire) &&
      (values[wire] !== null || isNullable),
  );
  return Object.fromEntries(carried.map(({ wire }) => [wire, values[wire]]));
}

/** A wrong Status costs the organisation: without Status it would become Active. */
function mayBeLeftOut({ wire, isOptional }: PartRules['fields'][number]): boolean {
  return isOptional && wire !== 'Status';
}

function organisationIdIn(values: JsonObject, rules: PartRules): string | null {
  const { OrganisationId } = values;
  return typeof OrganisationId === 'string' && rules.isOrganisationId(OrganisationId) ? OrganisationId : null;
}

function idErrors(values: JsonObject): string[] {
  return (values.OrganisationId ?? null) === null ? ['OrganisationId must be provided'] : [];
}
