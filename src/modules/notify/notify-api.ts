import type { ApiDescription } from '../../http/openapi/document-of.js';
import { NotifyModule } from './notify.module.js';

/** The Notify API as its OpenAPI document introduces it. */
export const notifyApi: ApiDescription = {
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
};
