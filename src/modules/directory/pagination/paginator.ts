import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Representation } from '../../../http/responses/representation.js';
import { toStream } from '../../../http/responses/streamed-text.js';
import { pageLinks } from './page-links.js';
import { type Listing, type Page, toPage } from './page.js';
import type { StreamedPage } from './streamed-page.js';

/** Makes the response of a list, one page at a time. */
@Injectable()
export class Paginator {
  /** Returns the envelope around a listing, with its Link header. */
  present<Content>(
    request: FastifyRequest,
    { slice, page, orderBy }: Listing<Content>,
  ): Representation<Page<Content>> {
    const envelope = toPage(slice, page, orderBy);
    return new Representation(envelope, { link: pageLinks(request.url, envelope) });
  }

  /** Returns a page whose rows are read while the client takes them. */
  stream(
    { socket }: FastifyRequest,
    page: StreamedPage,
    more: Representation<unknown>['headers'] = {},
  ): Representation<Readable> {
    return new Representation(toStream(page, socket), {
      ...more,
      'content-type': 'application/json; charset=utf-8',
      etag: page.entityTag,
      link: page.link,
    });
  }
}
