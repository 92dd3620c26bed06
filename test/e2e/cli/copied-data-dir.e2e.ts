import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/database/embedded/embedded-server.js';
import { query } from '../../support/postgres.js';
import { childrenOf } from '../../support/process-tree.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { until } from '../../support/until.js';
import { type CliResult, runCli } from './run-cli.js';

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

let room: string;
let original: string;
let server: EmbeddedServer;

const rowOf = (url: string): Promise<unknown[]> => query(url, 'SELECT word FROM kept');
const serverPid = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
const placeFile = (dataDir: string): string => join(dataDir, 'postgres', 'organisations-place');
const isThere = (pid: number): boolean => existsSync(`/proc/${pid}/stat`) && !isZombie(pid);
const isZombie = (pid: number): boolean => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

/** Copies the original as an operator does; files that disappear meanwhile are no error here. */
function copyOriginal(): string {
  const copy = mkdtempSync(join(room, 'copy-'));
  spawnSync('cp', ['-r', `${original}/.`, copy]);
  expect(existsSync(placeFile(copy))).toBe(true);
  return copy;
}

/** Kills the server with all its processes and ends this process's use, so that nothing restarts or stops the server. */
async function crash(): Promise<void> {
  const pid = serverPid(original);
  const processes = [pid, ...childrenOf(pid)];
  process.kill(pid, 'SIGKILL');
  await until('the end of the server', () => (processes.some(isThere) ? null : true));
  await server.close();
}

/** Opens a folder, returns what its table holds, and closes it. */
async function rowIn(dataDir: string): Promise<unknown[]> {
  const opened = await openEmbeddedServer(dataDir, () => undefined);
  try {
    return await rowOf(opened.url);
  } finally {
    await opened.close();
  }
}

const migrate = (dataDir: string): Promise<CliResult> => runCli(['migrate'], { DATA_DIR: dataDir }, room);
const refusalOf = (copy: string, from = original): string =>
  `The database in ${copy}/postgres was copied from ${from}/postgres while its server ran or after a crash, so its ` +
  'files may be of different moments. Stop what uses the original and copy DATA_DIR again, or restore a backup ' +
  `into an empty DATA_DIR. If this folder is the original, moved to another disk, delete ${placeFile(copy)}.`;

beforeEach(async () => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'directory-copied-')));
  original = join(room, 'original');
  server = await openEmbeddedServer(original, () => undefined);
  await query(server.url, `CREATE TABLE kept AS SELECT 'kept'::text AS word`);
});
afterEach(async () => {
  await server.close();
  rmSync(room, { recursive: true, force: true });
});

describe('a copy of DATA_DIR made while its server runs', () => {
  it('is refused by migrate in one sentence, and the original keeps its server', async () => {
    const copy = copyOriginal();
    const pid = serverPid(original);
    const lockFile = readFileSync(join(copy, 'postgres', 'postmaster.pid'), 'utf8');
    expect(await migrate(copy)).toEqual({ exitCode: 1, stdout: '', stderr: `${refusalOf(copy)}\n` });
    expect(serverPid(original)).toBe(pid);
    expect(await rowOf(server.url)).toEqual([{ word: 'kept' }]);
    expect(readFileSync(join(copy, 'postgres', 'postmaster.pid'), 'utf8')).toBe(lockFile);
  });

  it('is refused by the service, again at the second start', async () => {
    const copy = copyOriginal();
    for (const start of ['first', 'second']) {
      const service = ServiceProcess.start({ DATA_DIR: copy, PORT: await freePort() });
      expect([start, await service.ended()]).toEqual([start, 1]);
      expect(service.printed).toBe(`${refusalOf(copy)}\n`);
    }
    expect(await rowOf(server.url)).toEqual([{ word: 'kept' }]);
  });

  it('is refused without its postmaster.pid, and after the original has stopped', async () => {
    const copy = copyOriginal();
    await server.close();
    rmSync(join(copy, 'postgres', 'postmaster.pid'));
    await expect(rowIn(copy)).rejects.toThrow(refusalOf(copy));
  });

  it('is refused where the original was and is gone', async () => {
    const copy = copyOriginal();
    await server.close();
    rmSync(original, { recursive: true });
    renameSync(copy, original);
    await expect(rowIn(original)).rejects.toThrow(refusalOf(original));
  });
});

describe('a copy of DATA_DIR made after its server was killed', () => {
  it('is refused, while the original starts again with its rows', async () => {
    await crash();
    const copy = copyOriginal();
    await expect(rowIn(copy)).rejects.toThrow(refusalOf(copy));
    expect(await rowIn(original)).toEqual([{ word: 'kept' }]);
  });

  it('starts after the operator has deleted organisations-place', async () => {
    await crash();
    const copy = copyOriginal();
    rmSync(placeFile(copy));
    expect(await rowIn(copy)).toEqual([{ word: 'kept' }]);
  });
});

describe('a copy of DATA_DIR made after its server was stopped', () => {
  it('starts, starts again after a kill, and is an original for its own copies', async () => {
    await server.close();
    const [first, former] = [copyOriginal(), original];
    original = first;
    server = await openEmbeddedServer(original, () => undefined);
    await crash();
    expect(await rowIn(first)).toEqual([{ word: 'kept' }]);
    expect(await rowIn(former)).toEqual([{ word: 'kept' }]);
    server = await openEmbeddedServer(first, () => undefined);
    const second = copyOriginal();
    await expect(rowIn(second)).rejects.toThrow(refusalOf(second, first));
  });

  it('is refused if postmaster.pid is in it', async () => {
    const lockFile = readFileSync(join(original, 'postgres', 'postmaster.pid'), 'utf8');
    await server.close();
    const copy = copyOriginal();
    writeFileSync(join(copy, 'postgres', 'postmaster.pid'), lockFile);
    await expect(rowIn(copy)).rejects.toThrow(refusalOf(copy));
  });
});

describe('a moved DATA_DIR', () => {
  it('starts after its server was killed', async () => {
    await crash();
    const moved = join(room, 'moved');
    renameSync(original, moved);
    expect(await rowIn(moved)).toEqual([{ word: 'kept' }]);
  });
});

describe('a killed database with the inode of its last start', () => {
  const plant = (device: string, path: string): void => {
    const inode = statSync(join(original, 'postgres'), { bigint: true }).ino;
    writeFileSync(placeFile(original), `${device}\n${inode}\n${path}\n`);
  };

  it('starts if the path is the same, though the machine gave the device another number', async () => {
    await crash();
    plant('0', join(original, 'postgres'));
    expect(await rowIn(original)).toEqual([{ word: 'kept' }]);
  });

  it('is refused if device and path are others, because another disk has the same inode number', async () => {
    await crash();
    plant('0', '/elsewhere/postgres');
    await expect(rowIn(original)).rejects.toThrow(refusalOf(original, '/elsewhere'));
  });
});
