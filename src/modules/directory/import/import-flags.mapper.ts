import { check } from '../../../http/validation/check.js';
import { MapFlagShape, ObjectFlagShape } from './import.dto.js';
import { type Flag, flagStatuses } from '../flags/flag.fields.js';
import type { ImportFlags, NamedFlag, OddValue } from './import-record.js';
import { leftOutValue, readAsText, readAsWord, type ReadValue } from './odd-values.js';
import { isJsonObject } from './raw-record.js';
import { readDate } from './utc-date.js';

/** The flags of a record, null without Flags, and notes on values left out, converted or trimmed. */
export interface ReadFlags {
  readonly flags: ImportFlags | null;
  readonly odd: readonly OddValue[];
  /** One for each text that was trimmed. */
  readonly notes: readonly string[];
}

interface ReadFlag {
  readonly flag: NamedFlag | null;
  readonly odd: readonly OddValue[];
  readonly notes: readonly string[];
}

/** Reads both forms of Flags: a map of names to one or more values, or a list of complete flags. */
export function readFlags(value: unknown): ReadFlags {
  if (value === undefined || value === null) return { flags: null, odd: [], notes: [] };
  if (Array.isArray(value)) return gather('objects', value.map(readObject));
  if (isJsonObject(value)) return gather('map', Object.entries(value).flatMap(readMapEntry));
  const odd = leftOutValue('Flags', 'must be a map of names to values, or a list of flags', value);
  return { flags: null, odd: [odd], notes: [] };
}

function gather(form: ImportFlags['form'], read: readonly ReadFlag[]): ReadFlags {
  const flags = new Map(
    read.flatMap(({ flag }) => (flag === null ? [] : [[JSON.stringify([flag.name, flag.value]), flag]])),
  );
  const odd = read.flatMap((entry) => entry.odd);
  const notes = read.flatMap((entry) => entry.notes.map(() => 'Flags: trimmed'));
  return { flags: { form, flags: [...flags.values()] }, odd, notes };
}

function readMapEntry([name, given]: [string, unknown]): ReadFlag[] {
  const values: unknown[] = Array.isArray(given) ? given : [given];
  return values
    .filter((value) => (typeof value === 'string' ? value.trim() !== '' : value !== null))
    .map((value) => readNamed(name, value));
}

function readNamed(Name: string, given: unknown): ReadFlag {
  const text = readFlagText(given);
  const { value, faults, notes } = check(MapFlagShape, { Name, Value: text.value });
  if (value === null) return { flag: null, odd: [leftOutFlag(faults, { [Name]: given })], notes: [] };
  return { flag: { name: value.Name, value: value.Value, complete: null }, odd: text.odd, notes };
}

/** Other ecosystems write flags such as `{"Compliant": true}`. */
function readFlagText(given: unknown): ReadValue {
  if (typeof given !== 'boolean') return readAsText('Flags', given);
  return {
    value: String(given),
    odd: [{ kind: 'Flags: true or false read as text', because: null, given }],
  };
}

function readObject(given: unknown): ReadFlag {
  const entry = isJsonObject(given) ? given : {};
  const status = readAsWord('Flags', flagStatuses, entry.Status);
  const [name, value] = [readFlagText(entry.Name), readFlagText(entry.Value)];
  const {
    value: shape,
    faults,
    notes,
  } = check(ObjectFlagShape, {
    ...entry,
    Name: name.value,
    Value: value.value,
    Status: status.value,
  });
  if (shape === null) return { flag: null, odd: [leftOutFlag(faults, given)], notes: [] };
  const createdAt = readTime('CreatedAt', entry.CreatedAt);
  const updatedAt = readTime('UpdatedAt', entry.UpdatedAt);
  return {
    flag: { name: shape.Name, value: shape.Value, complete: toFlag(shape, createdAt.date, updatedAt.date) },
    odd: [...status.odd, ...name.odd, ...value.odd, ...createdAt.odd, ...updatedAt.odd],
    notes,
  };
}

function leftOutFlag(faults: readonly string[], given: unknown): OddValue {
  return leftOutValue('Flags', faults.join('; '), given);
}

function toFlag(shape: ObjectFlagShape, createdAt: Date, updatedAt: Date): Flag {
  return {
    flagId: shape.Id,
    createdAt,
    updatedAt,
    name: shape.Name,
    description: shape.Description === undefined || shape.Description === '' ? null : shape.Description,
    type: 'Organisation',
    value: shape.Value,
    status: shape.Status ?? 'Active',
    accessLevel: shape.AccessLevel ?? 0,
  };
}

/** Without a date in a known form, the flag is as old as this import. */
function readTime(field: string, given: unknown): { date: Date; odd: readonly OddValue[] } {
  const date = given === undefined || given === null ? new Date() : readDate(given)?.date;
  if (date !== undefined) return { date, odd: [] };
  const because = `${field} must be a date such as 2020-12-18T17:53:49.832Z`;
  return { date: new Date(), odd: [leftOutValue('Flags', because, given)] };
}
