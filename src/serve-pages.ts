import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config/config.js';
import { developmentHelp } from './development-server/development-help.js';
import { swaggerUiClientId } from './development-server/development-identities.js';
import { serveResourceMetadata } from './http/auth/serve-resource-metadata.js';
import { documentOf } from './http/openapi/document-of.js';
import type { Card } from './http/pages/page-parts.js';
import { type ServedDocument, serveDocuments } from './http/pages/serve-documents.js';
import { serveHome } from './http/pages/serve-home.js';
import { basePathOf, PublicAddress } from './http/routing/public-address.js';
import type { LoadedApi } from './modules/apis.js';
import { packageVersion } from './version.js';

const title = 'Organisations Directory';

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
 * Serves the metadata of the protected resource and, unless DOCS is false, the home page and Swagger UI with the OpenAPI
 * documents. Call this before the application is initialised.
 */
export async function servePages(
  app: NestFastifyApplication,
  config: Config,
  apis: readonly [LoadedApi, ...LoadedApi[]],
): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const address = app.get(PublicAddress);
  if (config.docs) await serveReadersPages(app, config, address, apis);
  serveResourceMetadata(fastify, {
    name: title,
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

/** Serves the pages for people: the home page, and Swagger UI with the OpenAPI documents and the guides. */
async function serveReadersPages(
  app: NestFastifyApplication,
  config: Config,
  address: PublicAddress,
  apis: readonly [LoadedApi, ...LoadedApi[]],
): Promise<void> {
  const documents = documentsOf(app, config, address, apis);
  await serveDocuments(app, documents, {
    title,
    oauthClientId: config.auth.isDevelopmentServer ? swaggerUiClientId : null,
    issuer: config.auth.issuer,
    // Only tokens of the development server may be stored in the browser.
    keepsTokens: config.auth.isDevelopmentServer,
    cards: audiences,
  });
  serveHome(app.getHttpAdapter().getInstance(), {
    title,
    summary:
      'The organisations of a trust framework: who they are, who may act for them, and how they change.',
    version: packageVersion(),
    cards: homeCards(documents, config),
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
      summary: description.summary,
      path: `/openapi/${name}.json`,
      build: () => documentOf(app, description, basePaths),
    };
  };
  return [toDocument(first), ...others.map(toDocument)];
}

/** A card for each API, then one for what needs no token. */
function homeCards(documents: readonly ServedDocument[], { managementPort }: Config): Card[] {
  const apiCards = documents.map(({ name, title: api, summary, path }): Card => ({
    title: api,
    text: summary,
    links: [
      { text: 'Try it in Swagger UI', href: `docs/?api=${name}` },
      { text: 'OpenAPI document', href: path.slice(1) },
    ],
  }));
  return [
    ...apiCards,
    {
      title: 'Participants file',
      text: 'The public list of the active organisations, as JSON.',
      links: [{ text: 'Download', href: 'organisations/export/open-data' }],
    },
    {
      title: 'Health',
      text: 'Whether the service runs, and whether its database answers.',
      links: [
        { text: 'Live', href: 'health/live' },
        ...(managementPort === null ? [{ text: 'Ready', href: 'health/ready' }] : []),
      ],
    },
  ];
}
