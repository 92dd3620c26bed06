import { organisationFields } from '../organisations/organisation.fields.js';
import type { RecordNotes } from './import-record.js';
import type { JsonObject } from './raw-record.js';
import { type DateForm, readDate } from './utc-date.js';

const ownKeys = Object.values(organisationFields).map(({ wire }) => wire);

/** The keys that the directory stores. */
const knownKeys: ReadonlySet<string> = new Set([...ownKeys, 'Flags', 'AdminUsers']);

const dateNotes: Readonly<Record<Exclude<DateForm, 'canonical'>, string>> = {
  'zone-less': 'date without a time zone, read as UTC',
  'date only': 'date without a time, read as midnight UTC',
  'other form': 'date converted to UTC with milliseconds',
};

/** A record whose values have the directory's form. */
export interface NormalisedRecord {
  readonly values: JsonObject;
  readonly notes: RecordNotes;
  /** Errors of CreatedOn, which the rules of the API don't cover since the server sets it. */
  readonly errors: readonly string[];
}

/** Trims texts, reads `""` as null, converts known date forms to UTC and drops unknown keys. */
export function normaliseRecord(given: JsonObject): NormalisedRecord {
  const values: Record<string, unknown> = {};
  const normalised: string[] = [];
  const leftOut = new Map<string, number>();
  for (const [key, value] of Object.entries(given)) {
    if (!knownKeys.has(key)) leftOut.set(key, sizeOf(value));
    else values[key] = typeof value === 'string' ? normaliseText(key, value, normalised) : value;
  }
  const errors = normaliseCreatedOn(values, normalised);
  return { values, notes: { normalised, odd: [], leftOut }, errors };
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

function normaliseCreatedOn(values: Record<string, unknown>, normalised: string[]): string[] {
  const given = values.CreatedOn;
  if (given === undefined || given === null) return [];
  const read = typeof given === 'string' ? readDate(given) : null;
  if (read === null) return ['CreatedOn must be a date such as 2020-12-18T17:53:49.832Z'];
  if (read.form !== 'canonical') normalised.push(`CreatedOn: ${dateNotes[read.form]}`);
  values.CreatedOn = read.date.toISOString();
  return [];
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value === null ? 0 : 1;
}
