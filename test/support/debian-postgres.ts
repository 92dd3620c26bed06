import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { query } from './postgres.js';
import { until } from './until.js';

const programs = ['18', '17', '16', '15'].map((version) => `/usr/lib/postgresql/${version}/bin`);

/** Folder of the programs of Debian's PostgreSQL, such as pg_dump; null if not installed. */
export const debianPrograms = programs.find((folder) => existsSync(join(folder, 'pg_dump'))) ?? null;

/** A server with a superuser and, as on managed servers, an owner without superuser rights. */
export interface OperatorServer {
  /** URL of the superuser on the database `postgres`. */
  readonly adminUrl: string;
  /** Creates the database `name` with an owner that may not create roles; returns the owner's URL. */
  ownedDatabase(name: string): Promise<string>;
  run(program: string, ...args: string[]): { status: number | null; output: string };
  close(): Promise<void>;
}

/** Starts Debian's server on loopback. If the test runs as root, the server runs as the user `postgres`. */
export async function startOperatorServer(folder: string): Promise<OperatorServer> {
  const home = mkdtempSync(join(tmpdir(), 'organisations-directory-operator-'));
  const data = join(home, 'data');
  const account = process.getuid?.() === 0 ? idsOf('postgres') : null;
  const identity = account ?? {};
  if (account !== null) chownSync(home, account.uid, account.gid);
  const initdb = spawnSync(
    join(folder, 'initdb'),
    [
      '--pgdata',
      data,
      '--username',
      'admin',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...identity, encoding: 'utf8', cwd: home },
  );
  if (initdb.status !== 0) throw new Error(initdb.stderr);
  const port = await freePort();
  const server = spawn(
    join(folder, 'postgres'),
    [
      '-D',
      data,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `port=${port}`,
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
    ],
    { ...identity, stdio: 'ignore', cwd: home },
  );
  const adminUrl = `postgres://admin@127.0.0.1:${port}/postgres`;
  await until('the server', () => query(adminUrl, 'SELECT 1').catch(() => null));
  return {
    adminUrl,
    async ownedDatabase(name) {
      await query(
        adminUrl,
        `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'owner') THEN
        CREATE ROLE owner LOGIN; END IF; END $$`,
      );
      await query(adminUrl, `CREATE DATABASE ${name} OWNER owner`);
      return `postgres://owner@127.0.0.1:${port}/${name}`;
    },
    run(program, ...args) {
      const { status, stdout, stderr } = spawnSync(join(folder, program), args, { encoding: 'utf8' });
      return { status, output: `${stdout}${stderr}` };
    },
    async close() {
      server.kill('SIGINT');
      if (server.exitCode === null) await once(server, 'exit');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
