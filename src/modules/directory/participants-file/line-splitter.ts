import { isBlankByte, joined } from './bytes.js';
import {
  type BrokenJson,
  maxRecordBytes,
  parseRecord,
  type RawRecord,
  type RecordSplitter,
  tooLarge,
} from './raw-record.js';

const newline = 0x0a;

/** NDJSON: one record a line. Skips blank lines. Returns a line that is not JSON as a faulty record. */
export class LineSplitter implements RecordSplitter {
  readonly broken: BrokenJson | null = null;
  private pieces: Uint8Array[] = [];
  private size = 0;

  push(chunk: Uint8Array): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.keep(chunk.subarray(start, end));
      records.push(...this.end());
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return records;
  }

  end(): RawRecord[] {
    const line = joined(this.pieces);
    const isTooLarge = this.size > maxRecordBytes;
    this.pieces = [];
    this.size = 0;
    if (isTooLarge) return [tooLarge];
    return line.every(isBlankByte) ? [] : [parseRecord(line)];
  }

  /** Keeps no more than the max size of a record in memory. */
  private keep(piece: Uint8Array): void {
    this.size += piece.length;
    if (this.size <= maxRecordBytes) this.pieces.push(piece);
    else this.pieces = [];
  }
}
