import type { OrganisationCreate } from 'organisations-directory-client';
import {
  BrokenGzip,
  type ReadContent,
} from '../../../../../src/modules/directory/participants-file/content.js';
import { inspectContent } from '../../../../../src/modules/directory/participants-file/inspect-content.js';
import { placeInContent } from '../../../../../src/modules/directory/participants-file/place-in-content.js';
import {
  BrokenJson,
  type JsonObject,
  type RawRecord,
} from '../../../../../src/modules/directory/participants-file/raw-record.js';
import { readRecord } from '../../../../../src/modules/directory/participants-file/read-record.js';
import type { FileRecord } from '../../../../../src/modules/directory/participants-file/record.js';
import type { RecordRules } from '../../../../../src/modules/directory/participants-file/record-rules.js';
import { repeatedId } from '../../../../../src/modules/directory/participants-file/report-lines.js';
import { splitRecords } from '../../../../../src/modules/directory/participants-file/split-records.js';

/** One record of a file: a valid organisation, or the errors that refuse it. */
export interface FileEntry {
  /** The number of the record in the file, from 1. */
  readonly number: number;
  readonly organisationId: string | null;
  readonly name: string | null;
  readonly record: FileRecord<OrganisationCreate> | null;
  readonly errors: readonly string[];
}

/** The records of a file. */
export interface ReadFile {
  readonly entries: readonly FileEntry[];
  /** The fault from which on the file can't be read, as the predicate of a sentence about the file; null without one. */
  readonly broken: string | null;
}

/**
 * Reads all records of a file, as the import of the command line does.
 * @throws UnreadableFile for a file without organisations, or the error of `readContent`
 */
export async function readEntries(
  readContent: ReadContent,
  rules: RecordRules<OrganisationCreate>,
): Promise<ReadFile> {
  const form = await inspectContent(readContent);
  const entries: FileEntry[] = [];
  const firstNumbers = new Map<string, number>();
  try {
    for await (const group of splitRecords(readContent(), form))
      for (const raw of group) entries.push(entryOf(raw, entries.length + 1, rules, firstNumbers));
    return { entries, broken: null };
  } catch (error) {
    if (error instanceof BrokenGzip) return { entries, broken: `is damaged: ${error.message}` };
    if (!(error instanceof BrokenJson)) throw error;
    const place = await placeInContent(readContent, error.byte);
    return { entries, broken: `is broken JSON from ${place}: ${error.message}` };
  }
}

function entryOf(
  { object, fault }: RawRecord,
  number: number,
  rules: RecordRules<OrganisationCreate>,
  firstNumbers: Map<string, number>,
): FileEntry {
  if (object === null) return { number, organisationId: null, name: null, record: null, errors: [fault] };
  const { organisationId, record, errors } = readRecord(object, rules);
  const name = nameIn(object);
  if (organisationId === null) return { number, organisationId, name, record, errors };
  const firstNumber = firstNumbers.get(organisationId);
  if (firstNumber !== undefined)
    return { number, organisationId, name, record: null, errors: [...errors, repeatedId(firstNumber)] };
  firstNumbers.set(organisationId, number);
  return { number, organisationId, name, record, errors };
}

function nameIn({ OrganisationName, LegalEntityName }: JsonObject): string | null {
  return [OrganisationName, LegalEntityName].find((name) => typeof name === 'string') ?? null;
}
