import type { Field } from '../../../fields/field.js';
import { type AmendableFields, amendableColumns } from '../organisations/organisation.fields.js';
import { toAmendableFields } from '../organisations/organisation.mapper.js';
import type { JsonObject } from '../participants-file/raw-record.js';
import { organisationIdOf as idOf, readRecord } from '../participants-file/read-record.js';
import type { ReadRecord } from './import-record.js';
import { recordRules } from './record-rules.js';

const amendable = Object.entries(amendableColumns) as [keyof AmendableFields, Field<string>][];

/** Reads one organisation of a file, as `readRecord` does, for the directory. */
export function toReadRecord(given: JsonObject): Pick<ReadRecord, 'organisationId' | 'record' | 'errors'> {
  const { organisationId, record: read, errors } = readRecord(given, recordRules);
  if (read === null) return { organisationId, record: null, errors };
  const { body, values, ...rest } = read;
  const fields = toAmendableFields(body, 'Active');
  return { organisationId, record: { ...rest, fields, carried: carriedFields(values) }, errors };
}

/** Returns the normalised OrganisationId of a record, or null without a valid one. */
export function organisationIdOf(given: JsonObject): string | null {
  return idOf(given, recordRules);
}

function carriedFields(values: JsonObject): Set<keyof AmendableFields> {
  return new Set(amendable.flatMap(([name, { wire }]) => (Object.hasOwn(values, wire) ? [name] : [])));
}
