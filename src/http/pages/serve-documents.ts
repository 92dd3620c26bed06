import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import serveStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asset, type Card, escapeHtml, renderCard, renderPage } from './page-parts.js';
import { serveGuides } from './serve-guides.js';

/** An OpenAPI document and its address. */
export interface ServedDocument {
  /** Lower case; the value of `api` in the address of Swagger UI. */
  readonly name: string;
  /** Title of its tab. */
  readonly title: string;
  /** Absolute, as in `/openapi/directory.json`. */
  readonly path: string;
  /** Builds the document on its first request; building takes a tenth of the service's start. */
  readonly build: () => OpenAPIObject;
}

/** The settings of Swagger UI. */
export interface DocumentsPage {
  readonly title: string;
  /** The public client of Swagger UI; null for an external authorisation server. */
  readonly oauthClientId: string | null;
  /** Swagger UI requests tokens here and from this process. */
  readonly issuer: string;
  /** True if the browser stores tokens beyond the page. */
  readonly keepsTokens: boolean;
  /** One for each audience, above the operations. */
  readonly cards: readonly Card[];
}

/** The files of Swagger UI that its page loads. */
const swaggerUiFiles = /^\/(?:swagger-ui\.css|swagger-ui-bundle\.js|oauth2-redirect\.(?:html|js))$/;

const ownFiles: Readonly<Record<string, string>> = {
  'pages.css': 'text/css; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui.js': 'text/javascript; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
};

/**
 * Serves each document as JSON at its path, Swagger UI at `/docs` with a tab for each document, and the guides. Call this
 * before the application is initialised.
 */
export async function serveDocuments(
  app: NestFastifyApplication,
  documents: readonly [ServedDocument, ...ServedDocument[]],
  page: DocumentsPage,
): Promise<void> {
  for (const { path, build } of documents) {
    SwaggerModule.setup(path, app, build, { ui: false, raw: ['json'], jsonDocumentUrl: path });
  }
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  await fastify.register(async (docs) => {
    const policy = pagePolicy(page.issuer);
    docs.addHook('onSend', (_request, reply, payload, done) => {
      reply.header('content-security-policy', policy);
      done(null, payload);
    });
    docs.get('/docs', (request, reply) =>
      reply.type('text/html; charset=utf-8').send(renderDocs(request, documents, page)),
    );
    for (const [name, type] of Object.entries(ownFiles)) {
      const file = asset(name);
      // The page of Swagger UI has a stylesheet of the same name.
      const url = name === 'swagger-ui.css' ? '/docs/own-swagger-ui.css' : `/docs/${name}`;
      docs.get(url, (_request, reply) => reply.type(type).send(file));
    }
    serveGuides(docs);
    await docs.register(serveStatic, {
      root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
      prefix: '/docs/',
      index: false,
      decorateReply: false,
      allowedPath: (path) => swaggerUiFiles.test(path),
    });
  });
}

function renderDocs(
  { url, query }: FastifyRequest,
  documents: readonly [ServedDocument, ...ServedDocument[]],
  page: DocumentsPage,
): string {
  const asked = (query as Readonly<Record<string, unknown>>).api;
  const current = documents.find(({ name }) => name === asked) ?? documents[0];
  // Relative, so that a proxy may add a prefix.
  const root = url.startsWith('/docs/') ? '../' : '';
  const tabs = documents.map(
    ({ name, title }) =>
      `<a href="?api=${name}"${name === current.name ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a>`,
  );
  const settings = {
    document: current.path.slice(1),
    clientId: page.oauthClientId,
    appName: page.title,
    keepsTokens: page.keepsTokens,
  };
  return renderPage({
    title: page.title,
    root,
    bar: `<nav class="tabs" aria-label="APIs">${tabs.join('')}</nav>`,
    styles: ['docs/swagger-ui.css', 'docs/own-swagger-ui.css'],
    body: `<ul class="cards column">${page.cards.map((card) => renderCard(card, root)).join('')}</ul>
<main id="swagger-ui" data-settings="${escapeHtml(JSON.stringify(settings))}"></main>
<script src="${root}docs/swagger-ui-bundle.js"></script>
<script src="${root}docs/swagger-ui.js"></script>`,
  });
}

/** Allows the page's own files, Swagger UI's styles, and requests to this service and the issuer. */
function pagePolicy(issuer: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
