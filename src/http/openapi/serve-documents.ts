import { createHash } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** An OpenAPI document and its address. */
export interface ServedDocument {
  /** Title in Swagger UI's list. */
  readonly name: string;
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
}

/**
 * Serves each document as JSON at its path, and Swagger UI at `/docs` with the first document open. Call this before the
 * application is initialised.
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
    // An absolute path, since the script below changes the base of relative ones.
    customfavIcon: '/docs/favicon-32x32.png',
    customJsStr: endPathWithSlash,
    swaggerOptions: {
      // Relative to the page, so that a proxy may add a prefix.
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

/** Swagger UI resolves its redirect page and the documents against the folder in the address. */
const endPathWithSlash = `
  if (!location.pathname.endsWith('/')) {
    history.replaceState(null, '', location.pathname + '/' + location.search + location.hash);
  }
`;

/** Allows Swagger UI's own files, its one inline script, its styles, and requests to this service and the issuer. */
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
