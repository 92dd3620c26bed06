import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { type DatabaseUser, databaseUser } from '../../src/database/embedded/database-user.js';
import { embeddedBinaries } from '../../src/database/embedded/embedded-binaries.js';
import { openEmbeddedServer } from '../../src/database/embedded/embedded-server.js';
import { maxConnections } from '../../src/database/embedded/postmaster.js';
import { schemas } from '../../src/modules/apis.js';
import type { TestDatabase } from './postgres.js';
import { childrenOf } from './process-tree.js';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** A PostgreSQL server for one test with hot standbys by streaming replication. */
export interface ReplicatedEngine {
  readonly primary: TestDatabase;
  addStandby(): Promise<Standby>;
  close(): Promise<void>;
}

/** A standby and its controls. */
export interface Standby {
  readonly url: string;
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** Pauses replay until `resume`; the standby still receives from the primary. */
  pauseReplay(): Promise<void>;
  resumeReplay(): Promise<void>;
  /** Sends a signal to the server and all of its processes. */
  signal(signal: NodeJS.Signals): void;
  start(): Promise<void>;
}

interface Machine {
  readonly dataDir: string;
  readonly primaryUrl: URL;
  readonly user: DatabaseUser;
  readonly pgCtl: string;
}

/** Starts the primary and migrates it. */
export async function startReplicatedEngine(): Promise<ReplicatedEngine> {
  const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-replicated-'));
  const server = await openEmbeddedServer(dataDir, () => undefined);
  const primary = databaseAt(server.url, server.serviceUrl);
  // These settings trade safety in a power cut for faster commits.
  await primary.query('ALTER SYSTEM SET fsync = off');
  await primary.query('SELECT pg_reload_conf()');
  await migrate(server.url, schemas);
  const { postgres, pgCtl } = await embeddedBinaries();
  const user = await databaseUser(postgres, dataDir);
  const machine: Machine = { dataDir, primaryUrl: new URL(server.url), user, pgCtl };
  const standbys: StandbyServer[] = [];
  return {
    primary,
    async addStandby() {
      const standby = await StandbyServer.create(machine, `standby_${standbys.length + 1}`);
      standbys.push(standby);
      return standby;
    },
    async close() {
      for (const standby of standbys) await standby.destroy();
      await primary.drop();
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

class StandbyServer implements Standby {
  private readonly pool: pg.Pool;

  private constructor(
    private readonly machine: Machine,
    private readonly folder: string,
    readonly url: string,
  ) {
    this.pool = poolOf(url, 1);
  }

  /** Creates a standby from a copy of the primary's files (PostgreSQL's manual, chapter 25.3.3). */
  static async create(machine: Machine, name: string): Promise<StandbyServer> {
    const folder = join(machine.dataDir, name);
    const url = new URL(machine.primaryUrl);
    url.port = await freePort();
    await copyPrimary(machine, folder, name);
    await machine.user.own(folder);
    const standby = new StandbyServer(machine, folder, url.href);
    await standby.start();
    return standby;
  }

  async query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const result = await this.pool.query<Row>(sql);
    return result.rows;
  }

  async pauseReplay(): Promise<void> {
    await this.query('SELECT pg_wal_replay_pause()');
    await until('the replay to pause', async () => {
      const [row] = await this.query<{ state: string }>('SELECT pg_get_wal_replay_pause_state() AS state');
      return row?.state === 'paused' ? true : null;
    });
  }

  async resumeReplay(): Promise<void> {
    await this.query('SELECT pg_wal_replay_resume()');
  }

  signal(signal: NodeJS.Signals): void {
    const postmaster = Number(readFileSync(join(this.folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    for (const pid of [postmaster, ...childrenOf(postmaster)]) process.kill(pid, signal);
  }

  async start(): Promise<void> {
    const settings = [
      `port=${new URL(this.url).port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      // At least that of the primary, or the standby does not start.
      `max_connections=${maxConnections}`,
      'shared_buffers=32MB',
      'wal_retrieve_retry_interval=100ms',
    ].map((setting) => `-c ${setting}`);
    // After SIGKILL, the old server's shared memory stays in use until its last process has ended.
    await until('the standby to start', async () => {
      const { code } = await this.machine.user.run(this.machine.pgCtl, [
        ...['start', '--pgdata', this.folder, '--log', `${this.folder}.log`, '--wait'],
        ...['--options', settings.join(' ')],
      ]);
      return code === 0 ? true : null;
    });
  }

  async destroy(): Promise<void> {
    await this.pool.end();
    await this.machine.user.run(this.machine.pgCtl, ['stop', '--pgdata', this.folder, '--mode=immediate']);
  }
}

async function copyPrimary({ dataDir, primaryUrl }: Machine, folder: string, name: string): Promise<void> {
  const source = join(dataDir, 'postgres');
  // The backup lasts as long as the connection that started it.
  const session = new pg.Client({ connectionString: primaryUrl.href });
  await session.connect();
  try {
    await session.query('SELECT pg_create_physical_replication_slot($1, true)', [name]);
    await session.query('SELECT pg_backup_start($1, true)', [name]);
    const leftOut = new Set(
      ['postmaster.pid', 'postmaster.opts', 'pg_replslot', 'pg_wal'].map((item) => join(source, item)),
    );
    cpSync(source, folder, {
      recursive: true,
      filter: (path) => !leftOut.has(path) && !path.includes('pgsql_tmp'),
    });
    const { rows } = await session.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(false)',
    );
    writeFileSync(join(folder, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await session.end();
  }
  makeStandby(folder, primaryUrl, name);
}

function makeStandby(folder: string, primary: URL, slot: string): void {
  for (const empty of ['pg_replslot', 'pg_wal']) mkdirSync(join(folder, empty), { mode: 0o700 });
  chmodSync(folder, 0o700);
  writeFileSync(join(folder, 'standby.signal'), '');
  const { hostname, port, username, password } = primary;
  const source = `host=${hostname} port=${port} user=${username} password=${password}`;
  writeFileSync(
    join(folder, 'postgresql.auto.conf'),
    `primary_conninfo = '${source}'\nprimary_slot_name = '${slot}'\nfsync = off\n`,
  );
}

function databaseAt(url: string, serviceUrl: string): TestDatabase {
  const pool = poolOf(url, 2);
  return {
    url,
    serviceUrl,
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      const result = await pool.query<Row>(sql, values);
      return result.rows;
    },
    drop: () => pool.end(),
  };
}

function poolOf(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  return pool;
}
