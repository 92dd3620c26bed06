import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { type Order, type PageRequest, type Slice, toPage } from './page.js';
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
  slice: Slice<string>,
  request: PageRequest,
  orderBy: readonly Order[],
): RenderedPage {
  const page = toPage(slice, request, orderBy);
  const { content, ...rest } = page;
  const body = Buffer.from(`{"content":[${content.join(',')}],${JSON.stringify(rest).slice(1)}`);
  return new RenderedPage(body, entityTagOf(body), pageLinks(target, page));
}
