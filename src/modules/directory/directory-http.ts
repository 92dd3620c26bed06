import type { ApiHttp } from '../api-definition.js';
import { addSecuritySchemes, type ApiScopes } from '../../http/openapi/security-scheme.js';
import { DirectoryModule } from './directory.module.js';
import { directoryErrors } from './errors/directory-errors.js';

const scopes: ApiScopes = {
  clients: {
    'directory:admin': 'read and write everything',
    'directory:software': 'read every organisation',
    'directory:website': 'read and amend the organisations that its user administers',
  },
  users: {
    openid: 'say who the user is',
    'directory:website':
      'read and amend the organisations that the user administers; all of them for a super user',
  },
};

/** The directory's controllers, errors and OpenAPI document. */
export const directoryHttp: ApiHttp = {
  module: DirectoryModule,
  errors: directoryErrors,
  describe: (tokens) => ({
    title: 'Organisations Directory',
    description: [
      'The organisations of a trust framework, their flags and their administrators.',
      'Every answer carries `x-fapi-interaction-id`. Every error has the body `{"errors": ["sentence", …]}`.',
    ].join('\n\n'),
    version: '0.1.0',
    addSecurity: (builder) => {
      addSecuritySchemes(builder, tokens, scopes);
    },
    modules: [DirectoryModule],
  }),
  exposedHeaders: [
    'Accept-Patch',
    'DPoP-Nonce',
    'ETag',
    'Link',
    'Location',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'WWW-Authenticate',
  ],
};
