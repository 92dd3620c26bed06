import type { ApiHttp } from '../api-definition.js';
import { notifyErrors } from './errors/notify-errors.js';
import { addNotifyHeaders } from './notify-headers.js';
import { NotifyModule } from './notify.module.js';

/** The Notify API's controllers, errors, headers and OpenAPI document. */
export const notifyHttp: ApiHttp = {
  module: NotifyModule,
  errors: notifyErrors,
  describe: () => ({
    title: 'Notify Organisations',
    description: [
      "GOV.UK Notify's organisations API, standing alone: organisations, their services, members, branding pools,",
      'agreements, go-live requests and usage.',
    ].join('\n'),
    version: '0.1.0',
    addSecurity: (builder) => {
      builder.addBearerAuth({
        type: 'http',
        scheme: 'bearer',
        description: 'An API key, or a JWT that the admin client signed (HS256, `iss` and `iat`).',
      });
    },
    modules: [NotifyModule],
  }),
  exposedHeaders: ['ETag', 'RateLimit', 'RateLimit-Policy', 'Retry-After'],
  addHeaders: addNotifyHeaders,
};
