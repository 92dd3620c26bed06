import type { StreamedText } from '../../../http/responses/streamed-text.js';
import { type Order, type PageRequest, toEnvelope } from './page.js';
import { pageEnd, pageStart } from './rendered-page.js';

/** A page that leaves while it is read, and the headers that belong to it. */
export interface StreamedPage extends StreamedText {
  /** Weak: the bytes are not known before they leave. */
  readonly entityTag: string;
  /** RFC 8288. */
  readonly link: string;
}

/** Yields the text of a page, the same as `renderPage`, for rows that arrive as JSON texts, some at a time. */
export async function* pageText(
  batches: AsyncIterable<readonly string[]>,
  totalSize: number,
  request: PageRequest,
  orderBy: readonly Order[],
): AsyncGenerator<string> {
  let count = 0;
  for await (const rows of batches) {
    yield (count === 0 ? pageStart : ',') + rows.join(',');
    count += rows.length;
  }
  yield (count === 0 ? pageStart : '') + pageEnd(toEnvelope(count, totalSize, request, orderBy));
}
