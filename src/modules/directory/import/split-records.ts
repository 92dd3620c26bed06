import { ArraySplitter } from './array-splitter.js';
import { LineSplitter } from './line-splitter.js';
import type { RawRecord, RecordSplitter } from './raw-record.js';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** A file that begins with more white space than this is read as NDJSON. */
const maxLeadingBlanks = 65_536;

/** The file can't be read; the message is a clause that says why and what to do. */
export class UnreadableFile extends Error {}

/**
 * Splits a JSON array or NDJSON into records; an array begins with `[` after white space. Skips a byte order mark. Yields
 * the records that end in each chunk. Constant memory.
 * @throws UnreadableFile for gzip and UTF-16
 * @throws BrokenJson after the last record that can be read
 */
export async function* splitRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<RawRecord[]> {
  let splitter: RecordSplitter | null = null;
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (splitter === null) {
      head = Buffer.concat([head, chunk]);
      splitter = splitterFor(head);
      if (splitter !== null) yield splitter.push(withoutMark(head));
    } else yield splitter.push(chunk);
    if (splitter?.broken) throw splitter.broken;
  }
  if (splitter === null) return;
  yield splitter.end();
  if (splitter.broken) throw splitter.broken;
}

function splitterFor(head: Buffer): RecordSplitter | null {
  refuseForeign(head);
  const text = withoutMark(head);
  const first = /\S/.exec(text.toString('latin1', 0, maxLeadingBlanks + 3))?.[0];
  if (first === undefined) return head.length > maxLeadingBlanks ? new LineSplitter() : null;
  return first === '[' ? new ArraySplitter(head.length - text.length) : new LineSplitter();
}

function withoutMark(head: Buffer): Buffer {
  return head.subarray(0, 3).equals(byteOrderMark) ? head.subarray(3) : head;
}

function refuseForeign(head: Buffer): void {
  const [first, second] = head;
  if (first === 0x1f && second === 0x8b)
    throw new UnreadableFile('it is compressed by gzip: unpack it first');
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) {
    throw new UnreadableFile('it is UTF-16: convert it to UTF-8 first');
  }
}
