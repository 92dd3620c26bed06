import { RenderedJson } from '../../../http/responses/rendered-json.js';
import { type Order, type Page, type PageRequest, type Slice, toEnvelope } from './page.js';
import { pageLinks } from './page-links.js';

/** Puts the envelope around rows that are JSON texts already; `target` is the request target. */
export function renderPage(
  target: string,
  { rows, totalSize }: Slice<string>,
  request: PageRequest,
  orderBy: readonly Order[],
): RenderedJson {
  const envelope = toEnvelope(rows.length, totalSize, request, orderBy);
  const body = Buffer.from(`${pageStart}${rows.join(',')}${pageEnd(envelope)}`);
  return new RenderedJson(body, { link: pageLinks(target, envelope) });
}

/** The text of a page before its rows. */
export const pageStart = '{"content":[';

/** The text of a page behind its rows. */
export function pageEnd(envelope: Omit<Page<unknown>, 'content'>): string {
  return `],${JSON.stringify(envelope).slice(1)}`;
}
