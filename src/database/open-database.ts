import type { Config } from '../config/config.js';
import { openEmbeddedServer } from './embedded/embedded-server.js';

/** A database that is there to be used until it is closed. */
export interface OpenDatabase {
  /** For migrations and commands. */
  readonly url: string;
  /** For the service itself; of the embedded server, a role that owns nothing. */
  readonly serviceUrl: string;
  readonly isEmbedded: boolean;
  /** Until it is closed, starts the embedded server again where it ends; another server is its operator's business. */
  keepRunning(): void;
  close(): Promise<void>;
}

/**
 * The database of DATABASE_URL, or the embedded server below DATA_DIR, started where it does not run yet.
 * @throws EmbeddedServerError with what to do about it
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
