import type { BatchOutcome } from './batch-outcome.js';
import type { LoadedNotes, RecordNotes, Rejection } from './record.js';

/** Max characters of a value in a sentence. */
const maxValueLength = 200;

/** The reason for a record whose id an earlier record of the file has. */
export function repeatedId(firstNumber: number): string {
  return `OrganisationId occurs more than once in the file, first in record ${firstNumber}`;
}

/** Returns the lines of the report for one batch, in the order of the file: rejected records, and notes on loaded ones. */
export function reportLines({ rejections, loaded }: Pick<BatchOutcome, 'rejections' | 'loaded'>): string[] {
  const noted = loaded.filter(({ notes }) => notes.normalised.length + notes.odd.length > 0);
  return [...rejections, ...noted].sort((one, other) => one.number - other.number).map(toLine);
}

function toLine(entry: Rejection | LoadedNotes): string {
  const { number, organisationId } = entry;
  const reasons = 'errors' in entry ? { errors: entry.errors } : { notes: noteSentences(entry.notes) };
  return `${JSON.stringify({ record: number, OrganisationId: organisationId, ...reasons })}\n`;
}

/** Returns the notes on a record, one sentence each. */
export function noteSentences(notes: RecordNotes): string[] {
  const odd = notes.odd.map(
    ({ kind, because, given }) => `${kind}${because === null ? '' : `, ${because}`}: ${shown(given)}`,
  );
  return [...notes.normalised, ...odd];
}

/** Returns a value as JSON, shortened. */
function shown(given: unknown): string {
  const text = JSON.stringify(given);
  return text.length > maxValueLength
    ? `${text.slice(0, maxValueLength)}… (${text.length} characters)`
    : text;
}
