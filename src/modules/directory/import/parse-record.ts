import { toReadRecord } from './import-record.mapper.js';
import type { ReadRecord } from './import-record.js';
import { isJsonObject, type JsonObject } from './json-object.js';
import type { RawRecord } from './raw-record.js';

/** The JSON object that a record is, or why it is none. */
export function parseObject(
  raw: RawRecord,
): { object: JsonObject; fault: null } | { object: null; fault: string } {
  if (raw.text === null) return { object: null, fault: raw.fault };
  try {
    const value: unknown = JSON.parse(raw.text);
    return isJsonObject(value)
      ? { object: value, fault: null }
      : { object: null, fault: 'The record is not a JSON object' };
  } catch (error) {
    return {
      object: null,
      fault: `The record is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Reads one record from its text to an organisation that keeps every rule, or to the reasons why not. */
export function readRecord(raw: RawRecord, ordinal: number): ReadRecord {
  const { object, fault } = parseObject(raw);
  const place = { ordinal, line: raw.line };
  if (object === null) return { ...place, organisationId: null, record: null, errors: [fault] };
  return { ...place, ...toReadRecord(object) };
}
