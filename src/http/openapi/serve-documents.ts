import { createHash } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** An OpenAPI document and where it is served. */
export interface ServedDocument {
  /** What the list in Swagger UI calls it. */
  readonly name: string;
  /** Absolute, as in `/openapi/directory.json`. */
  readonly path: string;
  /** Makes the document when it is first asked for: that takes a tenth of the service's start. */
  readonly build: () => OpenAPIObject;
}

/** What Swagger UI says of itself. */
export interface DocumentsPage {
  readonly title: string;
  /** The public client that Swagger UI signs users in as; null where the authorisation server is not ours to know. */
  readonly oauthClientId: string | null;
  /** Where Swagger UI asks for tokens, beside this process. */
  readonly issuer: string;
}

/**
 * Serves each document as JSON at its path, and Swagger UI at `/docs` with the list of them, the first one open.
 * To be called before the application is initialised.
 */
export function serveDocuments(
  app: NestFastifyApplication,
  documents: readonly [ServedDocument, ...ServedDocument[]],
  page: DocumentsPage,
): void {
  const policy = pagePolicy(page.issuer);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      if (/^\/docs(?:[/?]|$)/.test(request.url)) reply.header('content-security-policy', policy);
      done(null, payload);
    });
  for (const { path, build } of documents) {
    SwaggerModule.setup(path, app, build, { ui: false, raw: ['json'], jsonDocumentUrl: path });
  }
  SwaggerModule.setup('docs', app, documents[0].build, {
    raw: false,
    explorer: true,
    customSiteTitle: page.title,
    // By its full path, since the script below moves what is relative.
    customfavIcon: '/docs/favicon-32x32.png',
    customJsStr: endPathWithSlash,
    swaggerOptions: {
      // Below the page rather than from the root, so that a proxy may add a prefix.
      urls: documents.map(({ name, path }) => ({ name, url: `..${path}` })),
      persistAuthorization: true,
      validatorUrl: 'none',
      initOAuth: {
        appName: page.title,
        usePkceWithAuthorizationCodeGrant: true,
        ...(page.oauthClientId === null ? {} : { clientId: page.oauthClientId }),
      },
    },
  });
}

/** Swagger UI looks for its redirect page, and for the documents, in the folder that the address names. */
const endPathWithSlash = `
  if (!location.pathname.endsWith('/')) {
    history.replaceState(null, '', location.pathname + '/' + location.search + location.hash);
  }
`;

/** Swagger UI's own files, the one script that stands in its page, its styles, and requests to us and the issuer. */
function pagePolicy(issuer: string): string {
  const script = createHash('sha256').update(endPathWithSlash).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${script}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
