import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig } from '../../src/config/config.js';
import { createApp } from '../../src/create-app.js';
import { noteEvents, noteSettings, testLogger } from './evidence.js';
import { Client, type Identity } from './client.js';
import { audience, startIssuer, type TestIssuer } from './issuer.js';
import { closeOnce } from './left-open.js';
import { NotifyClient } from './notify-client.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';

/** The whole service on a database of its own, listening on loopback, trusting an issuer of the test's own. */
export interface TestApp {
  readonly origin: string;
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  readonly dataDir: string;
  /** A client that sends a valid token of this identity with every request; null sends none. */
  as(identity: Identity | null): Client;
  /** A client of the Notify API with its development key. */
  readonly notify: NotifyClient;
  /** Starts another instance on the same database, which trusts the same issuer. Close it before this instance. */
  startSibling(environment?: Readonly<Record<string, string>>): Promise<Sibling>;
  close(): Promise<void>;
}

/** Another instance of a service. */
export type Sibling = Pick<TestApp, 'origin' | 'app' | 'as' | 'close'>;

/**
 * @param environment settings in addition to those that every test needs
 * @param databasePort replaces the port of the database engine in the service's settings
 */
export async function startApp(
  environment: Readonly<Record<string, string>> = {},
  databasePort?: number,
): Promise<TestApp> {
  const database = await createTestDatabase();
  const issuer = await startIssuer();
  const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-app-'));
  const settings = {
    AUTH_ISSUER: issuer.url,
    AUTH_AUDIENCE: audience,
    DATABASE_URL:
      databasePort === undefined ? database.serviceUrl : onPort(database.serviceUrl, databasePort),
    DATA_DIR: dataDir,
    SECURITY_EVENTS_FILE: join(dataDir, 'security-events.ndjson'),
    LOG_LEVEL: 'trace',
    // Nobody asks how long a statement takes on a busy machine; a test of timeouts sets its own.
    DATABASE_TIMEOUT_MS: '60000',
    RATE_LIMIT_PER_MINUTE: '1000000',
    AUTH_FAILURES_PER_MINUTE: '1000000',
    ...environment,
  };
  const { app, origin, close } = await startInstance(settings);
  const tokenOf = reusedTokens(issuer);
  const clientsOf =
    (instance: string): TestApp['as'] =>
    (identity) =>
      new Client(instance, identity === null ? null : () => tokenOf(identity));
  return {
    origin,
    app,
    database,
    issuer,
    dataDir,
    as: clientsOf(origin),
    notify: new NotifyClient(origin),
    async startSibling(more = {}) {
      const sibling = await startInstance({ ...settings, ...more });
      return { ...sibling, as: clientsOf(sibling.origin) };
    },
    async close() {
      await close();
      await issuer.close();
      await database.drop();
      noteEvents(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Signs a token for each identity once in 30 seconds, as real clients send the same token with many requests. */
function reusedTokens(issuer: TestIssuer): (identity: Identity) => Promise<string> {
  const tokens = new Map<string, { signedAt: number; token: Promise<string> }>();
  return (identity) => {
    const key = JSON.stringify(identity);
    const now = Date.now();
    const known = tokens.get(key);
    // A test may set the clock forwards and backwards.
    if (known !== undefined && Math.abs(now - known.signedAt) < 30_000) return known.token;
    const token = issuer.token(identity);
    tokens.set(key, { signedAt: now, token });
    return token;
  };
}

async function startInstance(settings: Readonly<Record<string, string>>): Promise<Omit<Sibling, 'as'>> {
  noteSettings(settings);
  const config = readConfig(settings);
  const app = await createApp(
    config,
    config.databaseUrl ?? settings.DATABASE_URL ?? '',
    testLogger(config.logLevel),
  );
  await app.listen(0, '127.0.0.1');
  const scheme = config.tls === null ? 'http' : 'https';
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, origin: `${scheme}://127.0.0.1:${port}`, close: closeOnce(() => app.close()) };
}

function onPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}
