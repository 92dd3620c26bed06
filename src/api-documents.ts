import type { INestApplication } from '@nestjs/common';
import type { AuthConfig } from './config/config.js';
import { developmentHelp } from './development-server/development-help.js';
import { swaggerUiClientId } from './development-server/development-identities.js';
import { documentOf } from './http/openapi/document-of.js';
import type { DocumentsPage, ServedDocument } from './http/openapi/serve-documents.js';
import { directoryApi } from './modules/directory/directory-api.js';

/** The OpenAPI documents of the service's APIs, in the order in which Swagger UI lists them. */
export function apiDocuments(app: INestApplication, auth: AuthConfig): [ServedDocument, ...ServedDocument[]] {
  const document = documentOf(app, directoryApi, { ...auth, developmentHelp });
  return [{ name: directoryApi.title, path: '/openapi/directory.json', document }];
}

/** What Swagger UI shows beside the documents. */
export function documentsPage(auth: AuthConfig): DocumentsPage {
  return { title: directoryApi.title, oauthClientId: auth.isDevelopmentServer ? swaggerUiClientId : null };
}
