import { check } from '../../../http/validation/check.js';
import { MapFlagShape, ObjectFlagShape } from './import.dto.js';
import type { Flag } from '../flags/flag.fields.js';
import type { ImportFlags, NamedFlag } from './import-record.js';
import { isJsonObject } from './raw-record.js';
import { readDate } from './utc-date.js';

/** The flags of a record, null without Flags, or one sentence for each fault. */
export interface ReadFlags {
  readonly flags: ImportFlags | null;
  readonly errors: readonly string[];
  /** One for each text that was trimmed. */
  readonly notes: readonly string[];
}

interface ReadFlag {
  readonly flag: NamedFlag | null;
  readonly errors: readonly string[];
  readonly notes: readonly string[];
}

/** Reads both forms of Flags: a map of names to one or more values, or a list of complete flags. */
export function readFlags(value: unknown): ReadFlags {
  if (value === undefined || value === null) return { flags: null, errors: [], notes: [] };
  if (Array.isArray(value)) return gather('objects', value.map(readObject));
  if (isJsonObject(value)) return gather('map', Object.entries(value).flatMap(readMapEntry));
  return { flags: null, errors: ['Flags must be a map of names to values, or a list of flags'], notes: [] };
}

function gather(form: ImportFlags['form'], read: readonly ReadFlag[]): ReadFlags {
  const errors = read.flatMap((entry) => entry.errors.map((error) => `Flags: ${error}`));
  const flags = new Map(
    read.flatMap(({ flag }) => (flag === null ? [] : [[JSON.stringify([flag.name, flag.value]), flag]])),
  );
  const notes = read.flatMap((entry) => entry.notes.map(() => 'Flags: trimmed'));
  return { flags: errors.length > 0 ? null : { form, flags: [...flags.values()] }, errors, notes };
}

function readMapEntry([name, given]: [string, unknown]): ReadFlag[] {
  const values: unknown[] = Array.isArray(given) ? given : [given];
  return values
    .filter((value) => (typeof value === 'string' ? value.trim() !== '' : value !== null))
    .map((Value) => {
      const { value, faults, notes } = check(MapFlagShape, { Name: name, Value });
      return value === null
        ? { flag: null, errors: faults, notes }
        : { flag: { name: value.Name, value: value.Value, complete: null }, errors: [], notes };
    });
}

function readObject(given: unknown): ReadFlag {
  const { value: shape, faults, notes } = check(ObjectFlagShape, isJsonObject(given) ? given : {});
  if (shape === null) return { flag: null, errors: faults, notes };
  const createdAt = readTime(shape.CreatedAt);
  const updatedAt = readTime(shape.UpdatedAt);
  if (createdAt === null || updatedAt === null) {
    return {
      flag: null,
      errors: ['CreatedAt and UpdatedAt must be dates such as 2020-12-18T17:53:49.832Z'],
      notes,
    };
  }
  return {
    flag: { name: shape.Name, value: shape.Value, complete: toFlag(shape, createdAt, updatedAt) },
    errors: [],
    notes,
  };
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

function readTime(text: string | undefined): Date | null {
  return text === undefined ? new Date() : (readDate(text)?.date ?? null);
}
