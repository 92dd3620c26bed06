import type { INestApplication } from '@nestjs/common';
import type { AuthConfig } from './config/config.js';
import { developmentHelp } from './development-server/development-help.js';
import { swaggerUiClientId } from './development-server/development-identities.js';
import { documentOf } from './http/openapi/document-of.js';
import type { DocumentsPage, ServedDocument } from './http/openapi/serve-documents.js';
import type { LoadedApi } from './modules/apis.js';

/** The OpenAPI documents of the APIs, in the order in which Swagger UI lists them. */
export function apiDocuments(
  app: INestApplication,
  auth: AuthConfig,
  [first, ...others]: readonly [LoadedApi, ...LoadedApi[]],
): [ServedDocument, ...ServedDocument[]] {
  const toDocument = ({ name, describe }: LoadedApi): ServedDocument => {
    const description = describe({ ...auth, developmentHelp });
    return {
      name: description.title,
      path: `/openapi/${name}.json`,
      build: () => documentOf(app, description),
    };
  };
  return [toDocument(first), ...others.map(toDocument)];
}

/** Title, OAuth client and issuer of Swagger UI. */
export function documentsPage(auth: AuthConfig): DocumentsPage {
  return {
    title: 'Organisations Directory',
    oauthClientId: auth.isDevelopmentServer ? swaggerUiClientId : null,
    issuer: auth.issuer,
  };
}
