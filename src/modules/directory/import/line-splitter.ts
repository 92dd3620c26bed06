import {
  faultyRecord,
  maxRecordBytes,
  type RawRecord,
  rawRecord,
  type RecordSplitter,
  tooLarge,
} from './raw-record.js';

const newline = 0x0a;
const blank = /^\s*$/;

/** NDJSON: one record on each line; lines of nothing but blanks are passed over. */
export class LineSplitter implements RecordSplitter {
  private line = 1;
  private pieces: Buffer[] = [];
  private size = 0;

  push(chunk: Buffer): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      this.keep(chunk.subarray(start, end));
      records.push(...this.finish());
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return records;
  }

  end(): RawRecord[] {
    return this.finish();
  }

  private keep(piece: Buffer): void {
    this.size += piece.length;
    if (this.size <= maxRecordBytes) this.pieces.push(piece);
    else this.pieces = [];
  }

  private finish(): RawRecord[] {
    const record = this.size > maxRecordBytes ? faultyRecord(this.line, tooLarge) : this.present();
    this.line++;
    this.pieces = [];
    this.size = 0;
    return record.text !== null && blank.test(record.text) ? [] : [record];
  }

  private present(): RawRecord {
    const [first = Buffer.alloc(0), ...others] = this.pieces;
    return rawRecord(this.line, others.length === 0 ? first : Buffer.concat(this.pieces));
  }
}
