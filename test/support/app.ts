import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig } from '../../src/config/config.js';
import { createApp } from '../../src/create-app.js';
import { Client, type Identity } from './client.js';
import { audience, startIssuer, type TestIssuer } from './issuer.js';
import { NotifyClient } from './notify-client.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';

/** The whole service on a database of its own, listening on loopback, trusting an issuer of the test's own. */
export interface TestApp {
  readonly origin: string;
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  readonly dataDir: string;
  /** A client that sends a fresh token of this identity with every request; null sends none. */
  as(identity: Identity | null): Client;
  /** A caller of the Notify API with its development key. */
  readonly notify: NotifyClient;
  close(): Promise<void>;
}

/**
 * @param environment settings beside those that the test needs to work
 * @param databasePort where the service looks for the database engine, in place of its own port
 */
export async function startApp(
  environment: Readonly<Record<string, string>> = {},
  databasePort?: number,
): Promise<TestApp> {
  const database = await createTestDatabase();
  const issuer = await startIssuer();
  const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-app-'));
  const config = readConfig({
    AUTH_ISSUER: issuer.url,
    AUTH_AUDIENCE: audience,
    DATABASE_URL: databasePort === undefined ? database.url : onPort(database.url, databasePort),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...environment,
  });
  const app = await createApp(config, config.databaseUrl ?? database.url);
  await app.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  return {
    origin,
    app,
    database,
    issuer,
    dataDir,
    as: (identity) => new Client(origin, identity === null ? null : () => issuer.token(identity)),
    notify: new NotifyClient(origin),
    async close() {
      await app.close();
      await issuer.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function onPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}
