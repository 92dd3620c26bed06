import type { ApiHttp } from '../api-definition.js';
import { developmentApiKey } from '../../config/notify-config.js';
import { notifyExamples } from './notify-examples.js';
import { notifyErrors } from './errors/notify-errors.js';
import { addNotifyHeaders } from './notify-headers.js';
import { notifyTokenScheme } from './notify-api.decorator.js';
import { NotifyModule } from './notify.module.js';

const tags = {
  Organisations: 'Bodies whose services send messages.',
  'Organisation services': 'The services that belong to an organisation.',
  'Organisation users': 'The members of an organisation and their permissions.',
  Users: 'The accounts of the people who use Notify.',
  Invites: 'Offers by e-mail to become a member of an organisation.',
  'Branding pools': 'The brandings from which the services of an organisation may choose.',
  'Go live': 'E-mails about requests of services to leave the trial.',
  Services: 'Senders of e-mails, text messages and letters.',
  'Allowance and usage': 'Free text messages of a financial year, and what services sent.',
  'Email branding': 'The designs of e-mails.',
  'Letter branding': 'The designs of letters.',
  'E-mails': 'The e-mails that this service sends, with their delivery status.',
  Status: 'The state of the service, for monitors.',
};

/** The request bodies that reject other fields; all others ignore them, as the peer does (`NoOtherFields`). */
const closedRequests = [
  'OrganisationCreateRequest',
  'OrganisationUpdateRequest',
  'ServiceCreateRequest',
  'ServiceUpdateRequest',
  'UserUpdateRequest',
];

/** The Notify API's controllers, errors, headers and OpenAPI document. */
export const notifyHttp: ApiHttp = {
  module: NotifyModule,
  errors: notifyErrors,
  describe: (_tokens, { notify }) => ({
    title: 'Notify Organisations',
    shortTitle: 'Notify API',
    description: [
      "GOV.UK Notify's organisations API on its own: organisations, their services, members, branding pools, agreements, go-live requests and usage.",
      'Times are UTC, as `2024-01-15T10:00:00.000000Z`. Ids in paths are UUIDs; anything else in their place answers 404.',
    ].join('\n\n'),
    version: '0.1.0',
    follows: 'the published GOV.UK Notify Organisations API (alphagov/notifications-api)',
    tags,
    callers: 'API keys with the scope of the operation, and the admin client with its JWT.',
    isOpen: (schema) => /Request$|^NamedPermission$/.test(schema) && !closedRequests.includes(schema),
    examples: notifyExamples,
    addSecurity: (builder) => {
      builder.addSecurity(notifyTokenScheme, {
        type: 'http',
        scheme: 'bearer',
        description: [
          'An API key, or a JWT that the admin client signed (HS256, `iss` and `iat`). A key has one or more of the scopes `read`, `write` and `mail`; the admin client may do everything.',
          notify.isDevelopment ? `**For development only:** the key \`${developmentApiKey}\`.` : '',
        ]
          .join('\n\n')
          .trim(),
      });
    },
    modules: [NotifyModule],
  }),
  exposedHeaders: ['ETag', 'RateLimit', 'RateLimit-Policy', 'Retry-After'],
  addHeaders: addNotifyHeaders,
};
