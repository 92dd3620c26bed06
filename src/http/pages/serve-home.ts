import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { NotFound } from '../errors/problem.js';
import { asset, type Card, escapeHtml, renderCard, renderPage } from './page-parts.js';

/** The page at `/`. */
export interface HomePage {
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly version: string;
  readonly cards: readonly Card[];
}

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the home page to browsers, `/favicon.ico` and `/robots.txt`. Any other client gets 404 at `/`. */
export function serveHome(fastify: FastifyInstance, page: HomePage): void {
  const html = renderHome(page);
  fastify.get('/', (request, reply) => {
    reply.header('vary', 'Accept');
    const accepted = negotiate(request.headers.accept ?? '*/*', ['application/json', 'text/html']);
    if (accepted !== 'text/html')
      throw new NotFound(
        'There is nothing at this path. A browser finds the APIs at /docs, a program at /openapi/directory.json.',
      );
    return reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html);
  });
  serveFile(fastify, '/favicon.ico', 'image/x-icon', asset('favicon.ico'));
  // An API has no pages for search engines.
  serveFile(fastify, '/robots.txt', 'text/plain; charset=utf-8', Buffer.from('User-agent: *\nDisallow: /\n'));
}

function serveFile(fastify: FastifyInstance, url: string, type: string, content: Buffer): void {
  fastify.get(url, (_request, reply): FastifyReply =>
    reply.type(type).header('cache-control', 'public, max-age=86400').send(content),
  );
}

function renderHome({ title, summary, version, cards }: HomePage): string {
  return renderPage({
    title,
    root: '',
    bar: '',
    styles: [],
    body: `<main class="column home">
<h1>${escapeHtml(title)}</h1>
<p class="summary">${escapeHtml(summary)}</p>
<ul class="cards plain">${cards.map((card) => renderCard(card, '')).join('')}</ul>
<p class="version">Version ${escapeHtml(version)}</p>
</main>`,
  });
}
