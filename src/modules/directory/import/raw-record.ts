import { isUtf8 } from 'node:buffer';

/** The text of one record of a file, or why there is none; `line` is where it begins, counted from 1. */
export type RawRecord =
  | { readonly line: number; readonly text: string; readonly fault: null }
  | { readonly line: number; readonly text: null; readonly fault: string };

/** Cuts a file into records, chunk by chunk. */
export interface RecordSplitter {
  /** The records that end in this chunk. */
  push(chunk: Buffer): RawRecord[];
  /** What is left when the file is at its end. */
  end(): RawRecord[];
}

/** A record larger than this, in bytes, is refused; it is also the most of a file that is held in memory. */
export const maxRecordBytes = 4_194_304;

/** The record that these bytes are. */
export function rawRecord(line: number, bytes: Buffer): RawRecord {
  if (!isUtf8(bytes)) return faultyRecord(line, 'The record is not valid UTF-8');
  return { line, text: bytes.toString('utf8'), fault: null };
}

/** A record that can't be read. */
export function faultyRecord(line: number, fault: string): RawRecord {
  return { line, text: null, fault };
}

/** The sentence for a record over the limit. */
export const tooLarge = `The record is larger than ${maxRecordBytes} bytes`;
