import { newJsonParser } from './json-parser.js';
import {
  BrokenJson,
  isJsonObject,
  maxRecordBytes,
  notAnObject,
  type RawRecord,
  type RecordSplitter,
  tooLarge,
} from './raw-record.js';

/** The parser keeps the present record in memory; a record above this size ends the file. */
const maxParsedBytes = 4 * maxRecordBytes;

/** A JSON array: one record for each element. The first fault in the JSON ends the file. */
export class ArraySplitter implements RecordSplitter {
  broken: BrokenJson | null = null;
  private readonly parser = newJsonParser({ paths: ['$.*'], keepStack: false });
  private records: RawRecord[] = [];
  /** Bytes from the beginning of the array to the last token, the end of the last record, the end of the last chunk. */
  private lastToken = 0;
  private lastRecord = 0;
  private size = 0;

  /** @param offset the place of the first chunk in the file, in bytes */
  constructor(private readonly offset: number) {
    this.parser.onToken = ({ offset: place }) => {
      this.lastToken = place;
    };
    this.parser.onValue = ({ value }) => {
      this.records.push(this.toRecord(value, this.lastToken - this.lastRecord));
      this.lastRecord = this.lastToken;
    };
  }

  push(chunk: Buffer): RawRecord[] {
    this.size += chunk.length;
    try {
      this.parser.write(chunk);
    } catch (error) {
      this.broken = this.toBroken(error);
    }
    if (this.size - this.lastRecord > maxParsedBytes)
      this.broken ??= this.brokenAt(this.lastRecord, 'the next record is too large');
    return this.take();
  }

  end(): RawRecord[] {
    if (!this.parser.isEnded) this.broken ??= this.brokenAt(this.size, 'the file ends before its array does');
    return this.take();
  }

  private toRecord(value: unknown, bytes: number): RawRecord {
    if (bytes > maxRecordBytes) return tooLarge;
    return isJsonObject(value) ? { object: value, fault: null, bytes } : notAnObject;
  }

  /** The place of a character that begins no token is in the parser's message only. */
  private toBroken(error: unknown): BrokenJson {
    if (error instanceof TypeError) return this.brokenAt(this.lastToken, 'invalid UTF-8 after this point');
    const place = /absolute position "(\d+)"/.exec(error instanceof Error ? error.message : '')?.[1];
    return this.brokenAt(place === undefined ? this.lastToken : Number(place), 'unexpected text');
  }

  private brokenAt(place: number, reason: string): BrokenJson {
    return new BrokenJson(this.offset + place, reason);
  }

  private take(): RawRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }
}
