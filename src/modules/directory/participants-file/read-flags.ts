import { leftOutValue, readAsText, readAsWord, type ReadValue } from './odd-values.js';
import { isJsonObject } from './raw-record.js';
import type { FileFlag, ImportFlags, NamedFlag, OddValue } from './record.js';
import type { ObjectFlag, PartRules } from './record-rules.js';
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
export function readFlags(value: unknown, rules: PartRules): ReadFlags {
  if (value === undefined || value === null) return { flags: null, odd: [], notes: [] };
  if (Array.isArray(value))
    return gather(
      'objects',
      value.map((item) => readObject(item, rules)),
    );
  if (isJsonObject(value))
    return gather(
      'map',
      Object.entries(value).flatMap((entry) => readMapEntry(entry, rules)),
    );
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

function readMapEntry([name, given]: [string, unknown], rules: PartRules): ReadFlag[] {
  const values: unknown[] = Array.isArray(given) ? given : [given];
  return values
    .filter((value) => (typeof value === 'string' ? value.trim() !== '' : value !== null))
    .map((value) => readNamed(name, value, rules));
}

function readNamed(name: string, given: unknown, rules: PartRules): ReadFlag {
  const text = readFlagText(given);
  const { values, notes } = trimmed({ Name: name, Value: text.value });
  const { value, faults } = rules.checkMapFlag(values);
  if (value === null) return { flag: null, odd: [leftOutFlag(faults, { [name]: given })], notes: [] };
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

function readObject(given: unknown, rules: PartRules): ReadFlag {
  const entry = isJsonObject(given) ? given : {};
  const status = readAsWord('Flags', rules.flagStatuses, entry.Status);
  const [name, value] = [readFlagText(entry.Name), readFlagText(entry.Value)];
  const texts = trimmed({ Name: name.value, Value: value.value, Description: entry.Description });
  const { value: shape, faults } = rules.checkObjectFlag({ ...entry, ...texts.values, Status: status.value });
  if (shape === null) return { flag: null, odd: [leftOutFlag(faults, given)], notes: [] };
  const createdAt = readTime('CreatedAt', entry.CreatedAt);
  const updatedAt = readTime('UpdatedAt', entry.UpdatedAt);
  return {
    flag: { name: shape.Name, value: shape.Value, complete: toFlag(shape, createdAt.date, updatedAt.date) },
    odd: [...status.odd, ...name.odd, ...value.odd, ...createdAt.odd, ...updatedAt.odd],
    notes: texts.notes,
  };
}

/** Trims texts as the API does; one note for each that changed. */
function trimmed(given: Readonly<Record<string, unknown>>): {
  values: Record<string, unknown>;
  notes: readonly string[];
} {
  const values = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]),
  );
  return { values, notes: Object.keys(given).filter((key) => values[key] !== given[key]) };
}

function leftOutFlag(faults: readonly string[], given: unknown): OddValue {
  return leftOutValue('Flags', faults.join('; '), given);
}

function toFlag(shape: ObjectFlag, createdAt: Date, updatedAt: Date): FileFlag {
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
