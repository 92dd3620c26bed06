import { open, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseUser } from './database-user.js';
import type { EmbeddedBinaries } from './embedded-binaries.js';
import { embeddedRole, type EmbeddedCluster } from './embedded-cluster.js';
import { EmbeddedServerError } from './embedded-server-error.js';
import { ensureDatabase } from './ensure-database.js';
import { readPostmasterPid, repairPostmasterPid } from './postmaster-pid.js';

/** The recovery of a large database after a crash takes long. */
const startTimeoutS = 600;
const stopTimeoutS = 120;
const answerTimeoutMs = 60_000;
const maxLogBytes = 10 * 1024 * 1024;
/** Failures that pass: leftovers of a killed server or starter, a port lost to another program. */
const passingFailure =
  /is still in use|could not create any TCP\/IP sockets|"postmaster\.pid" (already exists|is empty)/;

/** Enough for several instances and commands; docs/operations/scaling.md says how many each instance opens. */
export const maxConnections = 200;

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  `max_connections=${maxConnections}`,
  'timezone=UTC',
  'log_timezone=UTC',
];

/** The server process of one cluster. Call its methods with the data folder's lock. */
export class Postmaster {
  constructor(
    private readonly dataDir: string,
    private readonly cluster: EmbeddedCluster,
    private readonly binaries: EmbeddedBinaries,
    private readonly user: DatabaseUser,
  ) {}

  /**
   * Starts the server unless it runs, and waits until it accepts connections and holds the database.
   * @param port required port; without it, a crashed server gets its former port if that is free
   * @returns the server's URL without a database, and whether this call started the server
   * @throws EmbeddedServerError when the server does not start or does not answer
   */
  async ensureRunning(port?: number): Promise<{ serverUrl: string; isNew: boolean }> {
    let isNew = false;
    let deadline = performance.now() + answerTimeoutMs;
    while (performance.now() < deadline) {
      const found = await readPostmasterPid(this.cluster.folder);
      if (found?.isRunning !== true) {
        isNew = await this.start(port ?? (await freePort(isNew ? undefined : found?.port)));
        if (isNew) deadline = performance.now() + answerTimeoutMs;
        continue;
      }
      const serverUrl = `postgres://${embeddedRole}:${this.cluster.password}@127.0.0.1:${found.port ?? 0}`;
      if (await ensureDatabase(serverUrl)) return { serverUrl, isNew };
      await sleep(100);
    }
    throw new EmbeddedServerError(
      `The embedded database does not start or does not answer; ${this.dataDir}/postgres.log may tell why.`,
    );
  }

  /**
   * Starts the server on the port its users know, unless it runs.
   * @throws EmbeddedServerError when the server does not start, or runs on another port
   */
  async restart(port: number): Promise<void> {
    const { serverUrl } = await this.ensureRunning(port);
    if (new URL(serverUrl).port === String(port)) return;
    throw new EmbeddedServerError(
      `The embedded database no longer listens on port ${port} but on ${new URL(serverUrl).port}: restart the service.`,
    );
  }

  async isRunning(): Promise<boolean> {
    return (await readPostmasterPid(this.cluster.folder))?.isRunning === true;
  }

  /** Stops the server cleanly and ends its connections. Does nothing if the server does not run. */
  async stop(): Promise<void> {
    if (!(await this.isRunning())) return;
    const result = await this.user.run(this.binaries.pgCtl, [
      ...['stop', '--pgdata', this.cluster.folder, '--mode=fast', '--wait', `--timeout=${stopTimeoutS}`],
    ]);
    if (result.code !== 0 && (await this.isRunning())) {
      throw new EmbeddedServerError(`The embedded database can't be stopped: ${result.output}`);
    }
  }

  /** Returns false after a failure that passes. */
  private async start(port: number): Promise<boolean> {
    await repairPostmasterPid(this.cluster.folder);
    const log = await this.prepareLog();
    const options = [`port=${port}`, ...settings].map((setting) => `-c ${setting}`).join(' ');
    const result = await this.user.run(this.binaries.pgCtl, [
      ...['start', '--pgdata', this.cluster.folder, '--log', log.path],
      ...['--wait', `--timeout=${startTimeoutS}`, '--options', options],
    ]);
    if (result.code === 0) return true;
    const reason = await readFrom(log.path, log.size);
    if (!passingFailure.test(reason)) {
      throw new EmbeddedServerError(
        `The embedded database in ${this.cluster.folder} does not start: ${reason || result.output}`,
      );
    }
    await sleep(250);
    return false;
  }

  /** Creates postgres.log, readable by the server's user only; one above 10 MiB becomes postgres.log.1. */
  private async prepareLog(): Promise<{ path: string; size: number }> {
    const path = join(this.dataDir, 'postgres.log');
    const former = await stat(path).catch(() => undefined);
    if (former !== undefined && former.size > maxLogBytes) await rename(path, `${path}.1`);
    const handle = await open(path, 'a', 0o600);
    const { size } = await handle.stat();
    await handle.close();
    await this.user.own(path);
    return { path, size };
  }
}

/** Returns a file's content from a byte on; at most the last 2,000 characters. */
async function readFrom(path: string, start: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const written = Buffer.alloc(Math.max(0, (await handle.stat()).size - start));
    await handle.read(written, 0, written.length, start);
    return written.toString('utf8').trim().slice(-2000);
  } finally {
    await handle.close();
  }
}

/** Returns the wanted port if it is free, else any free one. */
async function freePort(wanted = 0): Promise<number> {
  const port = await new Promise<number | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' ? address?.port : undefined);
      });
    });
  });
  if (port !== undefined) return port;
  if (wanted === 0) throw new EmbeddedServerError('No port of 127.0.0.1 is free for the embedded database.');
  return freePort();
}
