import type { ApiDefinition } from '../api-definition.js';
import { addDirectoryCommands } from './directory-commands.js';
import { directorySchema } from './directory-schema.js';

/** The trust-framework API. */
export const directoryApi: ApiDefinition = {
  name: 'directory',
  schema: directorySchema,
  http: async () => (await import('./directory-http.js')).directoryHttp,
  loadSample: async (databaseUrl) => {
    const { loadSample } = await import('./seed/load-sample.js');
    await loadSample(databaseUrl);
  },
  addCommands: addDirectoryCommands,
};
