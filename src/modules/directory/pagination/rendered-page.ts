import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { type Order, type Page, type PageRequest, type Slice, toEnvelope } from './page.js';
import { pageLinks } from './page-links.js';

const compress = promisify(gzip);

/** A page as it leaves: its envelope as JSON in UTF-8, and the headers that belong to it. */
export class RenderedPage {
  private compressed: Promise<Buffer> | null = null;

  constructor(
    readonly body: Buffer,
    /** Strong, made from the body's bytes. */
    readonly entityTag: string,
    /** RFC 8288. */
    readonly link: string,
  ) {}

  /** The body in gzip's form, made once for all who take it. */
  gzipped(): Promise<Buffer> {
    this.compressed ??= compress(this.body);
    return this.compressed;
  }
}

/** Puts the envelope around rows that are JSON texts already; `target` is the request target. */
export function renderPage(
  target: string,
  { rows, totalSize }: Slice<string>,
  request: PageRequest,
  orderBy: readonly Order[],
): RenderedPage {
  const envelope = toEnvelope(rows.length, totalSize, request, orderBy);
  const body = Buffer.from(`${pageStart}${rows.join(',')}${pageEnd(envelope)}`);
  return new RenderedPage(body, entityTagOf(body), pageLinks(target, envelope));
}

/** The text of a page before its rows. */
export const pageStart = '{"content":[';

/** The text of a page behind its rows. */
export function pageEnd(envelope: Omit<Page<unknown>, 'content'>): string {
  return `],${JSON.stringify(envelope).slice(1)}`;
}
