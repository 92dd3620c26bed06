import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config/config.js';
import { defaultTitle } from './config/console-config.js';
import { developmentHelp } from './development-server/development-help.js';
import { swaggerUiClientId } from './development-server/development-identities.js';
import { serveResourceMetadata } from './http/auth/serve-resource-metadata.js';
import { documentOf } from './http/openapi/document-of.js';
import { type ConsoleBuild, findConsole } from './http/pages/find-console.js';
import type { Card } from './http/pages/page-parts.js';
import { serveConsole } from './http/pages/serve-console.js';
import { type ServedDocument, serveDocuments } from './http/pages/serve-documents.js';
import { type EntryPage, serveRoot } from './http/pages/serve-root.js';
import { basePathOf, PublicAddress } from './http/routing/public-address.js';
import type { LoadedApi } from './modules/apis.js';
import { packageVersion } from './version.js';

/** One card for each audience of Swagger UI. */
const audiences: readonly Card[] = [
  {
    title: 'Developers',
    text: 'Press Authorize, then open an operation, press Try it out and Execute. Every field is filled in.',
    links: [
      { text: 'Ten-minute tutorial', href: 'docs/tutorial.md' },
      { text: 'Write a client', href: 'docs/guides/client.md' },
    ],
  },
  {
    title: 'Product managers',
    text: 'Each operation says what it does and who may call it, and shows a real response.',
    links: [
      { text: 'Concepts', href: 'docs/concepts.md' },
      { text: 'Questions and answers', href: 'docs/faq.md' },
    ],
  },
  {
    title: 'Operators',
    text: 'Set the service up, connect your authorisation server, and load your ecosystem.',
    links: [
      { text: 'Deploy', href: 'docs/guides/deploy.md' },
      { text: 'Connect', href: 'docs/guides/authorisation-server.md' },
      { text: 'Import', href: 'docs/guides/import.md' },
    ],
  },
];

/**
 * Serves the metadata of the protected resource, the console unless it is off, and Swagger UI with the OpenAPI documents
 * and the guides unless DOCS is false. Call this before the application is initialised.
 */
export async function servePages(
  app: NestFastifyApplication,
  config: Config,
  apis: readonly [LoadedApi, ...LoadedApi[]],
): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const address = app.get(PublicAddress);
  const build = findConsole();
  await serveConsoleOf(fastify, config, address, build);
  if (config.docs) await serveDocumentsOf(app, config, address, apis);
  const [first, ...others] = entryPages(config, build !== null);
  if (first !== undefined) serveRoot(fastify, [first, ...others]);
  serveResourceMetadata(fastify, {
    name: defaultTitle,
    issuer: config.auth.issuer,
    isDocumented: config.docs,
    scopes: [...new Set(apis.flatMap(({ scopes = [] }) => scopes))],
    bindsTokensToCertificates: config.tls?.clientAuthorities != null || config.trustedProxies.length > 0,
    publicUrlOf: ({ raw }) => {
      const [url] = address.candidates(raw);
      return url === undefined ? config.localOrigin : url.origin + basePathOf(url);
    },
  });
}

/** Returns the pages that a browser is sent to from `/`, the preferred one first. */
function entryPages({ console, docs }: Config, isConsoleBuilt: boolean): EntryPage[] {
  return [
    ...(console.clientId !== null && isConsoleBuilt
      ? [{ path: '/console/', purpose: 'The console for people' }]
      : []),
    ...(docs ? [{ path: '/docs', purpose: 'The documentation of the APIs' }] : []),
  ];
}

async function serveConsoleOf(
  fastify: FastifyInstance,
  { console, auth, docs }: Config,
  address: PublicAddress,
  build: ConsoleBuild | null,
): Promise<void> {
  const { clientId, title, logo, accent, externalLogos } = console;
  if (clientId === null) return;
  const settings = {
    title,
    logo,
    accent,
    issuer: auth.issuer,
    clientId,
    audience: auth.audience,
    isDevelopment: auth.isDevelopmentServer,
    externalLogos,
    docs,
    version: packageVersion(),
  };
  await serveConsole(fastify, settings, address, build);
}

function serveDocumentsOf(
  app: NestFastifyApplication,
  config: Config,
  address: PublicAddress,
  apis: readonly [LoadedApi, ...LoadedApi[]],
): Promise<void> {
  return serveDocuments(app, documentsOf(app, config, address, apis), {
    title: defaultTitle,
    oauthClientId: config.auth.isDevelopmentServer ? swaggerUiClientId : null,
    issuer: config.auth.issuer,
    // Only tokens of the development server may be stored in the browser.
    keepsTokens: config.auth.isDevelopmentServer,
    cards: audiences,
  });
}

function documentsOf(
  app: NestFastifyApplication,
  config: Config,
  { basePaths }: PublicAddress,
  [first, ...others]: readonly [LoadedApi, ...LoadedApi[]],
): [ServedDocument, ...ServedDocument[]] {
  const toDocument = ({ name, describe }: LoadedApi): ServedDocument => {
    const description = describe({ ...config.auth, developmentHelp }, config);
    return {
      name,
      title: description.shortTitle,
      path: `/openapi/${name}.json`,
      build: () => documentOf(app, description, basePaths),
    };
  };
  return [toDocument(first), ...others.map(toDocument)];
}
