import type { Config } from '../config/config.js';
import { openEmbeddedServer } from './embedded/embedded-server.js';

/** A usable database. */
export interface OpenDatabase {
  /** For migrations and commands. */
  readonly url: string;
  /** For the service; with the embedded server, of a role that owns nothing. */
  readonly serviceUrl: string;
  readonly isEmbedded: boolean;
  /** Restarts the embedded server whenever it ends, until `close`. Does nothing for DATABASE_URL. */
  keepRunning(): void;
  close(): Promise<void>;
}

/**
 * Returns the database of DATABASE_URL, or opens the embedded server below DATA_DIR.
 * @throws EmbeddedServerError with what is wrong and what to do
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: (line: string) => void,
): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) {
    return {
      url: config.databaseUrl,
      serviceUrl: config.databaseUrl,
      isEmbedded: false,
      keepRunning: () => undefined,
      close: () => Promise.resolve(),
    };
  }
  const server = await openEmbeddedServer(config.dataDir, log);
  const { url, serviceUrl } = server;
  return {
    url,
    serviceUrl,
    isEmbedded: true,
    keepRunning: () => {
      server.keepRunning();
    },
    close: () => server.close(),
  };
}
