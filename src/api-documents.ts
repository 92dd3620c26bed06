import type { INestApplication } from '@nestjs/common';
import type { AuthConfig } from './config/config.js';
import { developmentHelp } from './development-server/development-help.js';
import { swaggerUiClientId } from './development-server/development-identities.js';
import { documentOf } from './http/openapi/document-of.js';
import type { DocumentsPage, ServedDocument } from './http/openapi/serve-documents.js';
import { directoryApi } from './modules/directory/directory-api.js';
import { notifyApi } from './modules/notify/notify-api.js';

/** The OpenAPI documents of the service's APIs, in the order in which Swagger UI lists them. */
export function apiDocuments(app: INestApplication, auth: AuthConfig): [ServedDocument, ...ServedDocument[]] {
  const directory = directoryApi({ ...auth, developmentHelp });
  return [
    { name: directory.title, path: '/openapi/directory.json', build: () => documentOf(app, directory) },
    { name: notifyApi.title, path: '/openapi/notify.json', build: () => documentOf(app, notifyApi) },
  ];
}

/** What Swagger UI shows beside the documents. */
export function documentsPage(auth: AuthConfig): DocumentsPage {
  return {
    title: 'Organisations Directory',
    oauthClientId: auth.isDevelopmentServer ? swaggerUiClientId : null,
    issuer: auth.issuer,
  };
}
