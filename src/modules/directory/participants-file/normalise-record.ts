import { leftOutValue, readAsBoolean, readAsText, readAsWord, type ReadValue } from './odd-values.js';
import type { JsonObject } from './raw-record.js';
import type { OddValue, RecordNotes } from './record.js';
import type { PartRules } from './record-rules.js';
import { type DateForm, readDate } from './utc-date.js';

const dateNotes: Readonly<Record<Exclude<DateForm, 'canonical'>, string>> = {
  'zone-less': 'date without a time zone, read as UTC',
  'date only': 'date without a time, read as midnight UTC',
  'other form': 'date converted to UTC with milliseconds',
};

/** A record whose values have the directory's form. */
export interface NormalisedRecord {
  readonly values: JsonObject;
  readonly notes: RecordNotes;
}

/**
 * Trims texts, reads `""` as null, numbers as text where text is due, words in any letter case and known date forms in
 * UTC, and drops unknown keys and unknown date forms.
 */
export function normaliseRecord(given: JsonObject, rules: PartRules): NormalisedRecord {
  const readers = readersOf(rules);
  const values: Record<string, unknown> = {};
  const normalised: string[] = [];
  const odd: OddValue[] = [];
  const leftOut = new Map<string, number>();
  for (const [key, value] of Object.entries(given)) {
    const reader = readers.get(key);
    if (reader === undefined) leftOut.set(key, sizeOf(value));
    else {
      const read = reader(value);
      odd.push(...read.odd);
      values[key] = typeof read.value === 'string' ? normaliseText(key, read.value, normalised) : read.value;
    }
  }
  normaliseCreatedOn(values, normalised, odd);
  return { values, notes: { normalised, odd, leftOut } };
}

type Reader = (given: unknown) => ReadValue;

const readersOfRules = new WeakMap<PartRules, ReadonlyMap<string, Reader>>();

/** Returns the reader of each key that the directory stores, made once for the rules. */
function readersOf(rules: PartRules): ReadonlyMap<string, Reader> {
  const known = readersOfRules.get(rules);
  if (known !== undefined) return known;
  const asItIs: Reader = (given) => ({ value: given, odd: [] });
  const readers = new Map<string, Reader>([
    ...rules.fields.map(({ wire, type }): [string, Reader] => {
      if (wire === 'Status') return [wire, (given) => readAsWord(wire, rules.organisationStatuses, given)];
      if (type === 'boolean') return [wire, (given) => readAsBoolean(wire, given)];
      return [wire, type === 'text' ? (given) => readAsText(wire, given) : asItIs];
    }),
    ['Flags', asItIs],
    ['AdminUsers', asItIs],
  ]);
  readersOfRules.set(rules, readers);
  return readers;
}

function normaliseText(key: string, text: string, normalised: string[]): string | null {
  const trimmed = text.trim();
  if (trimmed === '') {
    normalised.push(`${key}: empty, read as no value`);
    return null;
  }
  if (trimmed !== text) normalised.push(`${key}: trimmed`);
  return trimmed;
}

/** An unknown form costs the date only, so that an organisation keeps its own. */
function normaliseCreatedOn(values: Record<string, unknown>, normalised: string[], odd: OddValue[]): void {
  const given = values.CreatedOn;
  if (given === undefined || given === null) return;
  const read = readDate(given);
  if (read === null) {
    odd.push(leftOutValue('CreatedOn', 'must be a date such as 2020-12-18T17:53:49.832Z', given));
    delete values.CreatedOn;
    return;
  }
  if (read.form !== 'canonical') normalised.push(`CreatedOn: ${dateNotes[read.form]}`);
  values.CreatedOn = read.date.toISOString();
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value === null ? 0 : 1;
}
