import type { ApiHttp } from '../api-definition.js';
import { addSecuritySchemes, type ApiScopes } from '../../http/openapi/security-scheme.js';
import { DirectoryModule } from './directory.module.js';
import { directoryExamples } from './directory-examples.js';
import { directoryErrors } from './errors/directory-errors.js';

const scopes: ApiScopes = {
  clients: {
    'directory:admin': 'read and write everything',
    'directory:software': 'read every organisation, and have its changes sent to webhooks',
    'directory:website': 'read and amend the organisations that its user administers',
  },
  users: {
    openid: 'say who the user is',
    'directory:website':
      'read and amend the organisations that the user administers; all of them for a super user',
  },
};

const tags = {
  Organisations: 'The participants of the trust framework, their history and the public participants file.',
  'Admin users': 'The people who may change one organisation. They are disabled, never deleted.',
  Flags:
    'Labels that the scheme gives to organisations. Each has an AccessLevel, up to which a caller needs clearance.',
  Signatures:
    'Proofs that the participants file and the change log come from this directory, and the public keys that verify them.',
  Webhooks:
    'Subscriptions to the changes: each change is sent to a URL of the client, in order and signed, until the receiver accepts it.',
};

/** The directory's controllers, errors and OpenAPI document. */
export const directoryHttp: ApiHttp = {
  module: DirectoryModule,
  errors: directoryErrors,
  describe: (tokens) => ({
    title: 'Organisations Directory',
    shortTitle: 'Directory API',
    description: [
      'The organisations of a trust framework, their flags and their administrators.',
      'Every response carries `x-fapi-interaction-id`. Every error has the body `{"errors": ["sentence", …]}`, with one sentence for each fault.',
    ].join('\n\n'),
    version: '0.1.0',
    follows: 'the published Raidiam Connect Trust Framework API, version 1.3.7',
    tags,
    callers: '',
    isOpen: () => false,
    examples: directoryExamples,
    addSecurity: (builder) => {
      addSecuritySchemes(builder, tokens, scopes);
    },
    modules: [DirectoryModule],
  }),
  scopes: Object.keys(scopes.clients),
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
    'X-Directory-Position',
  ],
};
