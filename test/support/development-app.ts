import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../src/config/config.js';
import { createApp } from '../../src/create-app.js';
import { noteEvents, noteSettings, testLogger } from './evidence.js';
import { freePort } from './free-port.js';
import { closeOnce } from './left-open.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';

/** The whole service without AUTH_ISSUER, so with the development authorisation server. */
export interface DevelopmentApp {
  readonly origin: string;
  readonly config: Config;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

/**
 * Listens on a port chosen before the start, because the issuer's URL contains the port.
 * @param environment settings in addition to those that every test needs
 */
export async function startDevelopmentApp(
  environment: Readonly<Record<string, string>> = {},
): Promise<DevelopmentApp> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'organisations-directory-data-'));
  const settings = {
    PORT: await freePort(),
    DATABASE_URL: database.serviceUrl,
    DATA_DIR: dataDir,
    SECURITY_EVENTS_FILE: join(dataDir, 'security-events.ndjson'),
    ...environment,
  };
  noteSettings(settings);
  const config = readConfig(settings);
  const app = await createApp(config, database.serviceUrl, testLogger('trace'));
  await app.listen(config.port, config.host);
  return {
    origin: new URL(config.auth.issuer).origin,
    config,
    database,
    close: closeOnce(async () => {
      await app.close();
      await database.drop();
      noteEvents(dataDir);
      await rm(dataDir, { recursive: true });
    }),
  };
}
