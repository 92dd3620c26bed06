import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseUser } from './database-user.js';
import type { EmbeddedBinaries } from './embedded-binaries.js';
import { EMBEDDED_ROLE, type EmbeddedCluster } from './embedded-cluster.js';
import { EmbeddedServerError } from './embedded-server-error.js';
import { ensureDatabase } from './ensure-database.js';
import { readLockFile, repairLockFile } from './lock-file.js';
import { openServerLog } from './server-log.js';

// Recovery after a crash of a large database takes its time; nobody is helped by giving up on it early.
const START_LIMIT_S = 600;
const STOP_LIMIT_S = 120;
const ANSWER_LIMIT_MS = 60_000;
// Left over by a killed server or by a killed starter, or a port lost to another program: gone in a moment.
const PASSING =
  /is still in use|could not create any TCP\/IP sockets|"postmaster\.pid" (already exists|is empty)/;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'timezone=UTC',
  'log_timezone=UTC',
];

/** The server process of one cluster. Its methods must run under the data folder's claim. */
export class Postmaster {
  constructor(
    private readonly dataDir: string,
    private readonly cluster: EmbeddedCluster,
    private readonly binaries: EmbeddedBinaries,
    private readonly user: DatabaseUser,
  ) {}

  /**
   * Answers once the server runs, takes connections and holds the database.
   * @param port on which it must be started, where that is needed; else after a crash the former one, if it is free
   * @returns the server's URL without a database, and whether this call started it
   * @throws EmbeddedServerError when it does not start or does not answer
   */
  async ensureRunning(port?: number): Promise<{ serverUrl: string; isNew: boolean }> {
    let isNew = false;
    let deadline = Date.now() + ANSWER_LIMIT_MS;
    while (Date.now() < deadline) {
      const lockFile = await readLockFile(this.cluster.folder);
      if (lockFile?.isRunning !== true) {
        isNew = await this.start(port ?? (await freePort(isNew ? undefined : lockFile?.port)));
        if (isNew) deadline = Date.now() + ANSWER_LIMIT_MS;
        continue;
      }
      const serverUrl = `postgres://${EMBEDDED_ROLE}:${this.cluster.password}@127.0.0.1:${lockFile.port ?? 0}`;
      if (await ensureDatabase(serverUrl)) return { serverUrl, isNew };
      await sleep(100);
    }
    throw new EmbeddedServerError(
      `The embedded database does not start or does not answer; ${this.dataDir}/postgres.log may tell why.`,
    );
  }

  /**
   * Starts the server again for those who know its port; one that runs is left alone.
   * @throws EmbeddedServerError when it does not start, or runs on another port
   */
  async restart(port: number): Promise<void> {
    const { serverUrl } = await this.ensureRunning(port);
    if (new URL(serverUrl).port === String(port)) return;
    throw new EmbeddedServerError(
      `The embedded database no longer listens on port ${port} but on ${new URL(serverUrl).port}: restart the service.`,
    );
  }

  async isRunning(): Promise<boolean> {
    return (await readLockFile(this.cluster.folder))?.isRunning === true;
  }

  /** Stops the server cleanly, ending its connections; one that does not run is no error. */
  async stop(): Promise<void> {
    if (!(await this.isRunning())) return;
    const result = await this.user.run(this.binaries.pgCtl, [
      ...['stop', '--pgdata', this.cluster.folder, '--mode=fast', '--wait', `--timeout=${STOP_LIMIT_S}`],
    ]);
    if (result.code !== 0 && (await this.isRunning())) {
      throw new EmbeddedServerError(`The embedded database can't be stopped: ${result.output}`);
    }
  }

  /** False when it failed for a reason that passes. */
  private async start(port: number): Promise<boolean> {
    await repairLockFile(this.cluster.folder);
    const serverLog = await openServerLog(this.dataDir, this.user);
    const settings = [`port=${port}`, ...SETTINGS].map((setting) => `-c ${setting}`);
    const result = await this.user.run(this.binaries.pgCtl, [
      ...['start', '--pgdata', this.cluster.folder, '--log', serverLog.path],
      ...['--wait', `--timeout=${START_LIMIT_S}`, '--options', settings.join(' ')],
    ]);
    if (result.code === 0) return true;
    const reason = await serverLog.tail();
    if (!PASSING.test(reason)) {
      throw new EmbeddedServerError(
        `The embedded database in ${this.cluster.folder} does not start: ${reason || result.output}`,
      );
    }
    await sleep(250);
    return false;
  }
}

/** After a crash the former port first: whoever was connected to it finds the server again. */
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
