import { utf8TextOf } from './bytes.js';

/** A JSON object as `JSON.parse` returns it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for a JSON object, false for an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One record of a file: its JSON object, or the fault that rejects it. `bytes` is its size in the file. */
export type RawRecord =
  | { readonly object: JsonObject; readonly fault: null; readonly bytes: number }
  | { readonly object: null; readonly fault: string; readonly bytes: number };

/** Splits a file into records, chunk by chunk. */
export interface RecordSplitter {
  /** Returns the records that end in this chunk. */
  push(chunk: Uint8Array): RawRecord[];
  /** Returns the last records, at the end of the file. */
  end(): RawRecord[];
  /** The fault after which the file can't be read, or null. */
  readonly broken: BrokenJson | null;
}

/** The JSON of the file is broken at `byte`, counted from 0. The rest of the file can't be read. */
export class BrokenJson extends Error {
  constructor(
    readonly byte: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** Max size of a record: an organisation with 1,000 flags of the longest texts in escaped characters has 5 MB. */
export const maxRecordBytes = 16_777_216;

/** Parses one line of NDJSON. */
export function parseRecord(bytes: Uint8Array): RawRecord {
  const text = utf8TextOf(bytes);
  if (text === null) return faultyRecord('The record is not valid UTF-8');
  try {
    const object: unknown = JSON.parse(text);
    if (!isJsonObject(object)) return notAnObject;
    return { object, fault: null, bytes: bytes.length };
  } catch (error) {
    return faultyRecord(
      `The record is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function faultyRecord(fault: string): RawRecord {
  return { object: null, fault, bytes: 0 };
}

export const notAnObject = faultyRecord('The record is not a JSON object');
export const tooLarge = faultyRecord(`The record is larger than ${maxRecordBytes} bytes`);
