import { joined } from './bytes.js';
import { type FileForm, splitterOf } from './file-form.js';
import type { RawRecord, RecordSplitter } from './raw-record.js';

const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Splits content into records. Skips a byte order mark. Yields the records that end in each chunk. Constant memory.
 * @throws BrokenJson after the last record that can be read
 * @throws the errors of `chunks`
 */
export async function* splitRecords(
  chunks: AsyncIterable<Uint8Array>,
  form: FileForm,
): AsyncGenerator<RawRecord[]> {
  let splitter: RecordSplitter | null = null;
  let head: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    if (splitter === null) {
      head = joined([head, chunk]);
      if (head.length < byteOrderMark.length) continue;
      const text = withoutMark(head);
      splitter = splitterOf(form, head.length - text.length);
      yield splitter.push(text);
    } else yield splitter.push(chunk);
    if (splitter.broken) throw splitter.broken;
  }
  if (splitter === null) {
    splitter = splitterOf(form, 0);
    yield splitter.push(head);
  }
  yield splitter.end();
  if (splitter.broken) throw splitter.broken;
}

/** Returns content without the byte order mark at its beginning. */
export function withoutMark(head: Uint8Array): Uint8Array {
  return byteOrderMark.every((byte, index) => head[index] === byte) ? head.subarray(3) : head;
}
