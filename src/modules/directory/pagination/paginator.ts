import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { acceptsGzip, gzipThreshold } from '../../../http/caching/gzip.js';
import { pageLinks } from './page-links.js';
import { type Listing, type Page, toPage } from './page.js';
import type { RenderedPage } from './rendered-page.js';

/** Answers lists one page at a time. */
@Injectable()
export class Paginator {
  /** The envelope around a listing; the Link header is set on the reply on the way. */
  present<Content>(reply: FastifyReply, { slice, page, orderBy }: Listing<Content>): Page<Content> {
    const envelope = toPage(slice, page, orderBy);
    reply.header('link', pageLinks(reply.request.url, envelope));
    return envelope;
  }

  /** A page that is JSON already, with the headers that belong to it, in the form that the caller takes. */
  async send(reply: FastifyReply, page: RenderedPage): Promise<Buffer> {
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('etag', page.entityTag)
      .header('link', page.link);
    if (page.body.length < gzipThreshold || !acceptsGzip(reply.request)) return page.body;
    const compressed = await page.gzipped();
    reply.header('content-encoding', 'gzip');
    return compressed;
  }
}
