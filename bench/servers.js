/** The service and the comparison servers, each in its own process, started on first use. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { audience } from './issuer.js';
import { serverCore } from './machine.js';
import { allHeaders } from './load.js';
import { startNode, tail } from './processes.js';
import { startArguments } from './root.js';
import { freePort } from '../test/support/free-port.js';

const startLimitMs = 60_000;
const lookEveryMs = 5;
const ready = '/organisations?size=1';

/** A key of the Notify API, in the format of `cli api-key`. */
export const notifyKey = randomBytes(32).toString('base64url');

export class Servers {
  #started = new Map();
  #count = 0;

  constructor({ folder, peers, issuer, databases }) {
    this.folder = folder;
    this.peers = peers;
    this.issuer = issuer;
    this.databases = databases;
  }

  /** The service as shipped. */
  shipped() {
    return this.#once('service', () => this.startService());
  }

  /** The service without the page cache. */
  withoutPageCache() {
    return this.#once('service without page cache', () => this.startService({ PAGE_CACHE_MB: '0' }));
  }

  /** The service on the small directory. */
  smallWithoutPageCache() {
    return this.#once('small service', async () =>
      this.startService({ PAGE_CACHE_MB: '0' }, { database: await this.databases.small() }),
    );
  }

  /** Bare Fastify and `pg`. */
  bare() {
    return this.#once('bare', () => this.#startPeer('bare.js', {}));
  }

  /** The usual NestJS way, which reads the total from the count buckets or counts rows. */
  usual(total) {
    return this.#once(`usual, ${total}`, () => this.#startPeer('usual.js', { TOTAL: total }));
  }

  /** The running servers. */
  async running() {
    return Promise.all(this.#started.values());
  }

  /** Stops all servers; each restarts on its next use. */
  stopAll() {
    return this.#stop([...this.#started.keys()]);
  }

  stopPeers() {
    return this.#stop(
      [...this.#started.keys()].filter((name) => name === 'bare' || name.startsWith('usual')),
    );
  }

  #stop(names) {
    return Promise.all(
      names.map(async (name) => {
        const server = await this.#started.get(name);
        this.#started.delete(name);
        await server.stop();
      }),
    );
  }

  /** Starts another process of the service, `dist/main.js` in production on its own port. */
  async startService(environment = {}, { database, core = serverCore, ...how } = {}) {
    return this.#start(startArguments, {
      core,
      ...how,
      environment: { ...(await this.productionSettings(database)), ...environment },
    });
  }

  /** The settings required in production, and a rate limit above the load. */
  async productionSettings(database) {
    const { serviceUrl } = database ?? (await this.databases.large());
    return {
      NODE_ENV: 'production',
      AUTH_REQUIRE_SENDER_CONSTRAINED: 'false',
      DATABASE_URL: serviceUrl,
      NOTIFY_ADMIN_SECRETS: randomBytes(32).toString('hex'),
      SIGNING_KEY_FILE: this.#signingKeyFile(),
      WEBHOOK_SECRET_KEYS: randomBytes(32).toString('hex'),
      ...this.settings(),
    };
  }

  #signingKeyFile() {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const path = join(this.folder, 'signing-key.pem');
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    return path;
  }

  settings() {
    return {
      AUTH_ISSUER: this.issuer.url,
      AUTH_AUDIENCE: audience,
      DATA_DIR: join(this.folder, 'data'),
      RATE_LIMIT_PER_MINUTE: '100000000',
    };
  }

  async #startPeer(script, environment) {
    const { serviceUrl } = await this.databases.large();
    return this.#start([join(this.peers, script)], {
      core: serverCore,
      environment: {
        NODE_ENV: 'production',
        DATABASE_URL: serviceUrl,
        ISSUER: this.issuer.url,
        JWKS_URL: this.issuer.jwksUrl,
        AUDIENCE: audience,
        ...environment,
      },
    });
  }

  #once(name, start) {
    if (!this.#started.has(name)) {
      this.#started.set(
        name,
        start().then((server) => ({ ...server, name })),
      );
    }
    return this.#started.get(name);
  }

  /** Starts a server and waits for its first 200; `startedInMs` is the duration. */
  async #start(args, { environment, ...how }) {
    const port = await freePort();
    this.#count += 1;
    const begin = performance.now();
    const run = startNode(args, {
      ...how,
      logFile: join(this.folder, `server-${this.#count}.log`),
      environment: { ...environment, HOST: '127.0.0.1', PORT: port },
    });
    const origin = `http://127.0.0.1:${port}`;
    await this.#untilReady(origin, run);
    return { ...run, origin, startedInMs: performance.now() - begin };
  }

  async #untilReady(origin, run) {
    let hasEnded = false;
    run.ended.then(() => (hasEnded = true));
    for (const deadline = Date.now() + startLimitMs; Date.now() < deadline; await sleep(lookEveryMs)) {
      const answer = await fetch(`${origin}${ready}`, { headers: allHeaders(this.issuer.adminToken) }).catch(
        () => null,
      );
      await answer?.arrayBuffer();
      if (answer?.status === 200) return;
      if (hasEnded) break;
    }
    await run.stop();
    throw new Error(`A server did not get ready: ${tail(run.printed())}`);
  }
}
