import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { NotFound } from '../errors/problem.js';
import { asset } from './page-parts.js';

/** A page for people, such as `/docs`. */
export interface EntryPage {
  readonly path: string;
  /** A noun phrase for an error sentence. */
  readonly purpose: string;
}

/** Redirects browsers from `/` to the first page; any other client gets 404. Serves `/favicon.ico` and `/robots.txt`. */
export function serveRoot(fastify: FastifyInstance, pages: readonly [EntryPage, ...EntryPage[]]): void {
  const sentence = `There is nothing at this path. ${pages.map(({ path, purpose }) => `${purpose} is at ${path}.`).join(' ')}`;
  fastify.get('/', (request, reply) => {
    reply.header('vary', 'Accept');
    const accepted = negotiate(request.headers.accept ?? '*/*', ['application/json', 'text/html']);
    if (accepted !== 'text/html') throw new NotFound(sentence);
    return reply.redirect(pages[0].path, 303);
  });
  serveFile(fastify, '/favicon.ico', 'image/x-icon', asset('favicon.ico'));
  // The pages need a token, and the documents change with each release.
  serveFile(fastify, '/robots.txt', 'text/plain; charset=utf-8', Buffer.from('User-agent: *\nDisallow: /\n'));
}

function serveFile(fastify: FastifyInstance, url: string, type: string, content: Buffer): void {
  fastify.get(url, (_request, reply): FastifyReply =>
    reply.type(type).header('cache-control', 'public, max-age=86400').send(content),
  );
}
