import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlag, anOrganisation } from '../../support/builders/organisation.js';
import { admin } from '../../support/identities.js';
import { audience, startIssuer } from '../../support/issuer.js';
import type { TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { aSigningKeyFile } from '../../support/signing-key.js';
import { flagIds, Load, sharedIds } from './load.js';

type Settings = Readonly<Record<string, string>>;

/** The issuer and the production settings for the services of one scenario. */
export class Stage {
  private readonly services: ServiceProcess[] = [];
  private readonly loads: Load[] = [];

  private constructor(
    readonly dataDir: string,
    private readonly keyDir: string,
    private readonly settings: Settings,
    private readonly token: string,
    private readonly closeIssuer: () => Promise<void>,
  ) {}

  static async set(): Promise<Stage> {
    const issuer = await startIssuer();
    const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-faults-'));
    // Not in the data folder, over which one fault mounts a small disk.
    const keyDir = mkdtempSync(join(tmpdir(), 'organisations-directory-faults-key-'));
    const settings = {
      NODE_ENV: 'production',
      SIGNING_KEY_FILE: aSigningKeyFile(keyDir),
      AUTH_REQUIRE_SENDER_CONSTRAINED: 'false',
      AUTH_ISSUER: issuer.url,
      AUTH_AUDIENCE: audience,
      DATA_DIR: dataDir,
      NOTIFY_ADMIN_SECRETS: 'the-secret-of-the-faults-suite-is-long-enough',
      WEBHOOK_SECRET_KEYS: 'the-key-of-the-faults-suite-is-long-enough-too',
      RATE_LIMIT_PER_MINUTE: '100000000',
    };
    const token = await issuer.token({ ...admin, exp: Math.floor(Date.now() / 1_000) + 3_600 });
    return new Stage(dataDir, keyDir, settings, token, () => issuer.close());
  }

  /** Starts a service on the given port, or on a free one. */
  async beginService(settings: Settings, launcher: readonly string[] = []): Promise<ServiceProcess> {
    const PORT = settings.PORT ?? (await freePort());
    const service = ServiceProcess.start({ ...this.settings, ...settings, PORT }, undefined, launcher);
    this.services.push(service);
    return service;
  }

  /** Starts a service and resolves when it is ready. */
  async startService(settings: Settings): Promise<ServiceProcess> {
    const service = await this.beginService(settings);
    await service.untilReady();
    return service;
  }

  /** Starts sixteen writers on these services, which may be replaced on the same port meanwhile. */
  startLoad(...services: readonly ServiceProcess[]): Load {
    const origins = services.map(({ origin }) => origin);
    const load = new Load({ origins, token: this.token, name: `w${this.loads.length}` });
    this.loads.push(load);
    return load;
  }

  /** Sends a read on a new connection. */
  get(service: ServiceProcess, path: string): Promise<Response> {
    return fetch(`${service.origin}${path}`, {
      headers: { authorization: `Bearer ${this.token}`, connection: 'close' },
      signal: AbortSignal.timeout(40_000),
    });
  }

  async clear(): Promise<void> {
    await Promise.all(this.loads.map((load) => load.stop()));
    await Promise.all(this.services.map((service) => service.stop('SIGTERM')));
    await this.closeIssuer();
    for (const folder of [this.dataDir, this.keyDir]) rmSync(folder, { recursive: true, force: true });
  }
}

/** Inserts the flags and the organisations that all writers use into an empty directory. */
export async function prepare(database: Pick<TestDatabase, 'query'>): Promise<void> {
  const target = database as TestDatabase;
  for (const flag_id of flagIds) await aFlag(target, { flag_id, name: flag_id });
  for (const organisation_id of sharedIds) await anOrganisation(target, { organisation_id });
}
