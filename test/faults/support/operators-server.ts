import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../../src/database/migrate.js';
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/database/embedded/embedded-server.js';
import { schemas } from '../../../src/modules/apis.js';
import { childrenOf } from '../../support/process-tree.js';
import { until } from '../../support/until.js';

/** A PostgreSQL server run by an operator: the service knows only its URL. */
export class OperatorsServer {
  private database: OpenedDatabase;

  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedServer,
  ) {
    this.database = databaseOf(server.url);
  }

  /** Starts a new, migrated server. */
  static async start(): Promise<OperatorsServer> {
    const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-operator-'));
    chmodSync(dataDir, 0o755);
    const server = await openEmbeddedServer(dataDir, () => undefined);
    await migrate(server.url, schemas);
    return new OperatorsServer(dataDir, server);
  }

  /** URL for the service role. */
  get serviceUrl(): string {
    return this.server.serviceUrl;
  }

  query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.database.query<Row>(sql, values);
  }

  /** Sends a signal to the server and all of its processes. */
  signal(signal: NodeJS.Signals): void {
    signalServer(this.dataDir, signal);
  }

  /** Sends SIGKILL to the server and all of its processes. */
  async kill(): Promise<void> {
    await this.database.close();
    const processes = processesOf(this.dataDir);
    for (const pid of processes) signalIfThere(pid, 'SIGKILL');
    await until('the server to be gone', () => (processes.some(isThere) ? null : true));
  }

  /** Restarts the server on its port after `kill`; resolves when it accepts connections. */
  async restart(): Promise<void> {
    await this.server.close();
    this.server = await openEmbeddedServer(this.dataDir, () => undefined);
    this.database = databaseOf(this.server.url);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.server.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** Returns a database over the test's own connections. */
export interface OpenedDatabase {
  readonly url: string;
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export function databaseOf(url: string): OpenedDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  return {
    url,
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      return (await pool.query<Row>(sql, values)).rows;
    },
    close: () => pool.end(),
  };
}

/** Returns the process ids of the server of a data folder, postmaster first. */
function processesOf(dataDir: string): number[] {
  const lockFile = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  const postmaster = Number(lockFile.split('\n')[0]);
  return [postmaster, ...childrenOf(postmaster)];
}

export function signalServer(dataDir: string, signal: NodeJS.Signals): void {
  for (const pid of processesOf(dataDir)) signalIfThere(pid, signal);
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  if (isThere(pid)) process.kill(pid, signal);
}

/** Returns whether a process runs; a zombie does not. */
function isThere(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
