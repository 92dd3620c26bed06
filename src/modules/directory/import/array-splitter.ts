import { findNextRecord } from './find-next-record.js';
import {
  faultyRecord,
  maxRecordBytes,
  type RawRecord,
  rawRecord,
  type RecordSplitter,
  tooLarge,
} from './raw-record.js';

const newline = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Bytes between the records of a file are its layout; more than this of them tell nothing. */
const maxGapBytes = 200;

/**
 * A JSON array: one record for each element. Looks at brackets, commas and strings only, so that an element that is no
 * JSON costs one record and not the rest of the file. Expects the first byte of the first chunk that is no blank to be `[`.
 */
export class ArraySplitter implements RecordSplitter {
  private buffer: Buffer = Buffer.alloc(0);
  private records: RawRecord[] = [];
  /** Where in the buffer the look goes on, and on which line that is. */
  private at = 0;
  private line = 1;
  private phase: 'before' | 'elements' | 'after' = 'before';
  /** Where the present element begins; null between two. */
  private start: { at: number; line: number; gap: string } | null = null;
  /** Where the last bracket or comma between elements was. */
  private separator: { at: number; isComma: boolean } = { at: 0, isComma: false };
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private isTooLarge = false;

  push(chunk: Buffer): RawRecord[] {
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk]);
    this.scan();
    while (this.start !== null && this.at - this.start.at > maxRecordBytes) {
      if (!this.cutBrokenElement()) this.dropElement();
      this.scan();
    }
    this.forgetFinished();
    return this.take();
  }

  end(): RawRecord[] {
    while (this.start !== null && !this.isWhole(this.start.at) && this.cutBrokenElement()) this.scan();
    if (this.start !== null) {
      if (this.isOpen()) this.records.push(faultyRecord(this.start.line, 'The file ends within this record'));
      else this.finishElement();
    }
    if (this.phase !== 'after') this.fail('The file ends before its array does: a part of it may be missing');
    return this.take();
  }

  private take(): RawRecord[] {
    const records = this.records;
    this.records = [];
    return records;
  }

  private scan(): void {
    for (; this.at < this.buffer.length; this.at++) {
      const byte = this.buffer[this.at] ?? 0;
      if (byte === newline) this.passNewline();
      else if (this.isInString) this.passString(byte);
      else if (byte > 0x20) this.passStructure(byte);
    }
  }

  /** No JSON string holds a line break: one that seems to lacks its closing quote. */
  private passNewline(): void {
    this.line++;
    this.isInString = false;
    this.isEscaped = false;
  }

  private passString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === backslash) this.isEscaped = true;
    else if (byte === quote) this.isInString = false;
  }

  private passStructure(byte: number): void {
    if (this.phase === 'before') this.openArray();
    else if (this.start === null) this.passBetween(byte);
    else this.passElement(byte);
  }

  private openArray(): void {
    this.phase = 'elements';
    this.separator = { at: this.at, isComma: false };
  }

  private passBetween(byte: number): void {
    if (this.phase === 'after') {
      this.fail('The array ends before this point');
      this.phase = 'elements';
      this.separator = { at: this.at - 1, isComma: false };
    }
    if (byte === comma) {
      this.fail('There is no record before this comma');
      this.separator = { at: this.at, isComma: true };
    } else if (byte === closeBracket) {
      if (this.separator.isComma) this.fail('There is no record after the last comma');
      this.phase = 'after';
    } else this.beginElement(byte);
  }

  private beginElement(byte: number): void {
    const gap = this.buffer.subarray(this.separator.at + 1, this.at);
    const layout = gap.length <= maxGapBytes ? gap.toString('latin1') : '';
    this.start = { at: this.at, line: this.line, gap: layout };
    this.depth = 0;
    this.passElement(byte);
  }

  private passElement(byte: number): void {
    if (byte === quote) this.isInString = true;
    else if (byte === openBrace || byte === openBracket) this.depth++;
    else if (this.depth > 0) this.depth -= byte === closeBrace || byte === closeBracket ? 1 : 0;
    else if (byte === comma || byte === closeBracket) {
      this.finishElement();
      this.phase = byte === comma ? 'elements' : 'after';
      this.separator = { at: this.at, isComma: byte === comma };
    }
  }

  private finishElement(): void {
    if (this.start === null) return;
    const { at, line } = this.start;
    const isTooLarge = this.isTooLarge || this.at - at > maxRecordBytes;
    this.records.push(
      isTooLarge ? faultyRecord(line, tooLarge) : rawRecord(line, this.buffer.subarray(at, this.at)),
    );
    this.start = null;
    this.isTooLarge = false;
  }

  private isOpen(): boolean {
    return this.depth > 0 || this.isInString || this.isTooLarge;
  }

  /** An element that lacks a bracket may have taken that of the array for its own. */
  private isWhole(start: number): boolean {
    if (this.isOpen()) return false;
    try {
      JSON.parse(this.buffer.toString('utf8', start, this.at));
      return true;
    } catch {
      return false;
    }
  }

  /** Where the present element holds what looks like the next one, it lacks a bracket or quote: goes back to there. */
  private cutBrokenElement(): boolean {
    if (this.start === null || this.isTooLarge) return false;
    const { at, line, gap } = this.start;
    const text = this.buffer.subarray(at, this.at).toString('latin1');
    const next = findNextRecord(text, gap);
    if (next === null) return false;
    this.records.push(faultyRecord(line, 'The record is not closed: a bracket or a quote is missing'));
    this.line = line + countNewlines(text, next);
    this.at = at + next;
    this.start = null;
    this.isInString = false;
    this.isEscaped = false;
    this.separator = { at: this.at, isComma: true };
    this.at++;
    return true;
  }

  /** Forgets the bytes of an element that is too large, and goes on to its end. */
  private dropElement(): void {
    if (this.start === null) return;
    this.isTooLarge = true;
    this.buffer = this.buffer.subarray(this.at);
    this.at = 0;
    this.start = { ...this.start, at: 0 };
  }

  private forgetFinished(): void {
    const keepFrom =
      this.start === null ? Math.max(this.separator.at, this.at - maxGapBytes - 1) : this.start.at;
    this.buffer = this.buffer.subarray(keepFrom);
    this.at -= keepFrom;
    this.separator = { ...this.separator, at: Math.max(-1, this.separator.at - keepFrom) };
    if (this.start !== null) this.start = { ...this.start, at: 0 };
  }

  private fail(fault: string): void {
    this.records.push(faultyRecord(this.line, fault));
  }
}

function countNewlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
