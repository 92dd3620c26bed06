import { type JSONParser, TokenType } from '@streamparser/json';
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
const maxParsedBytes = 2 * maxRecordBytes;

/** JSON: one record for each value at the selector. The first fault in the JSON ends the file. */
export class JsonSplitter implements RecordSplitter {
  broken: BrokenJson | null = null;
  private readonly parser: JSONParser;
  /** The depth of the records: 0 for whole documents, 1 for the items of a list. */
  private readonly recordDepth: number;
  private readonly endsEarly: string;
  private records: RawRecord[] = [];
  private depth = 0;
  /** Bytes to the last token, to the last value that ended outside of records, to the last record, to the end of the last chunk. */
  private lastToken = 0;
  private lastOutside = 0;
  private recordStart = 0;
  private size = 0;

  /**
   * @param selector as in `FileForm`
   * @param offset the place of the first chunk in the content, in bytes
   */
  constructor(
    selector: string,
    private readonly offset: number,
  ) {
    const isList = selector.endsWith('*');
    this.recordDepth = selector.split('.').length - 1;
    this.endsEarly = `the file ends before its ${isList ? 'array' : 'object'} does`;
    // An empty separator lets documents follow each other.
    const separator = selector === '$' ? { separator: '' } : {};
    this.parser = newJsonParser({ paths: [selector], keepStack: false, ...separator });
    this.parser.onToken = ({ token, offset: place }) => {
      this.follow(token, place);
    };
    this.parser.onValue = ({ value }) => {
      this.records.push(this.toRecord(value, this.lastToken + 1 - this.recordStart));
    };
  }

  push(chunk: Uint8Array): RawRecord[] {
    this.size += chunk.length;
    try {
      this.parser.write(chunk);
    } catch (error) {
      this.broken = this.toBroken(error);
    }
    if (this.size - this.lastOutside > maxParsedBytes)
      this.broken ??= this.brokenAt(this.lastOutside, 'the next record is too large');
    return this.take();
  }

  end(): RawRecord[] {
    try {
      if (!this.parser.isEnded) this.parser.end();
    } catch {
      this.broken ??= this.brokenAt(this.size, this.endsEarly);
    }
    return this.take();
  }

  private follow(token: TokenType, place: number): void {
    this.lastToken = place;
    const isOpening = token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET;
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.depth -= 1;
    const isValueEnd = !isOpening && token !== TokenType.COMMA;
    if (isValueEnd && this.depth <= this.recordDepth) this.lastOutside = place;
    if (isOpening && this.depth === this.recordDepth) this.recordStart = place;
    if (isOpening) this.depth += 1;
  }

  private toRecord(value: unknown, bytes: number): RawRecord {
    if (!isJsonObject(value)) return notAnObject;
    return bytes > maxRecordBytes ? tooLarge : { object: value, fault: null, bytes };
  }

  private toBroken(error: unknown): BrokenJson {
    const { byte, message } = toBrokenJson(error, this.lastToken);
    return this.brokenAt(byte, message);
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

/**
 * Returns the fault that an error of the parser means. The place of a character that begins no token is in the parser's
 * message only.
 * @param lastToken the place of the last token, in bytes
 */
export function toBrokenJson(error: unknown, lastToken: number): BrokenJson {
  if (error instanceof TypeError) return new BrokenJson(lastToken, 'invalid UTF-8 after this point');
  const place = /absolute position "(\d+)"/.exec(error instanceof Error ? error.message : '')?.[1];
  return new BrokenJson(place === undefined ? lastToken : Number(place), 'unexpected text');
}
