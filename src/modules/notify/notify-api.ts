import type { Config } from '../../config/config.js';
import { developmentAdminSecret, developmentApiKey } from '../../config/notify-config.js';
import type { ApiDefinition } from '../api-definition.js';
import { addNotifyCommands } from './notify-commands.js';
import { notifySchema } from './notify-schema.js';

/** The Notify-compatible API. */
export const notifyApi: ApiDefinition = {
  name: 'notify',
  schema: notifySchema,
  http: async () => (await import('./notify-http.js')).notifyHttp,
  loadSample: async (databaseUrl) => {
    const { loadNotifySample } = await import('./seed/load-notify-sample.js');
    await loadNotifySample(databaseUrl, new Date());
  },
  greeting: ({ notify }: Config) =>
    notify.isDevelopment
      ? [
          ['Notify', `${notify.adminClientId} / ${developmentAdminSecret}`],
          ['Notify key', developmentApiKey],
        ]
      : [],
  addCommands: addNotifyCommands,
};
