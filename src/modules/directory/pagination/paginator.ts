import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { pageLinks } from './page-links.js';
import { type Listing, type Page, toPage } from './page.js';

/** Answers lists one page at a time. */
@Injectable()
export class Paginator {
  /** The envelope around a listing; the Link header is set on the reply on the way. */
  present<Content>(reply: FastifyReply, { slice, page, orderBy }: Listing<Content>): Page<Content> {
    const envelope = toPage(slice, page, orderBy);
    reply.header('link', pageLinks(reply.request.url, envelope));
    return envelope;
  }
}
