import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestDatabase } from '../../support/postgres.js';
import type { ServiceProcess } from '../../support/service-process.js';

const cli = join(__dirname, '..', '..', '..', 'dist', 'cli.js');
const sizeMib = 160;

const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
/** An ordinary user mounts in a namespace as root; the command then runs as that user. */
const enter: [string, ...string[]] =
  uid === 0 ? ['unshare', '--mount'] : ['unshare', '--user', '--map-root-user', '--mount'];
const leave = uid === 0 ? '' : `unshare --user --map-user=${uid} --map-group=${gid} --`;
const mount = `mount -t tmpfs -o size=${sizeMib}m,mode=1777 tmpfs "$0"`;

/** Reason why no disk of a limited size can be mounted; null when it can. */
export function reasonAgainstSmallDisk(): string | null {
  const [program, ...words] = enter;
  const script = ['sh', '-c', `${mount} && ${leave} true`, '/tmp'];
  const { status, stderr, error } = spawnSync(program, [...words, ...script], { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? `${program} ended with ${String(status)}`;
}

/** Returns a command prefix that mounts a small disk at `folder` and creates a migrated embedded database there. */
export function onSmallDisk(folder: string): readonly string[] {
  const script = `${mount} && ${leave} "$1" ${cli} migrate && exec ${leave} "$@"`;
  return [...enter, 'sh', '-c', script, folder];
}

/** A disk in the mount namespace of one service, accessed from outside. */
export class SmallDisk {
  private readonly folder: string;
  private readonly pool: pg.Pool;

  constructor(service: ServiceProcess, dataDir: string) {
    this.folder = join('/proc', String(service.child.pid), 'root', dataDir);
    const inCluster = (name: string): string => readFileSync(join(this.folder, 'postgres', name), 'utf8');
    const port = inCluster('postmaster.pid').split('\n')[3] ?? '';
    const password = inCluster('organisations-password');
    const connectionString = `postgres://postgres:${password}@127.0.0.1:${port}/organisations`;
    this.pool = new pg.Pool({ connectionString, max: 1 });
    this.pool.on('error', () => undefined);
  }

  readonly query: TestDatabase['query'] = async (sql, values = []) => {
    const result = await this.pool.query(sql, values);
    return result.rows as never;
  };

  /** Fills the disk completely. */
  fill(): void {
    const file = openSync(this.filler, 'a');
    try {
      for (const size of [1_048_576, 4_096, 1]) writeUntilFull(file, Buffer.alloc(size));
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(this.filler);
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private get filler(): string {
    return join(this.folder, 'filler');
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
