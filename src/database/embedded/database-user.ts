import { spawn } from 'node:child_process';
import { lchown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedServerError } from './embedded-server-error.js';

/** The operating system's user that PostgreSQL's programs run as. */
export interface DatabaseUser {
  /** @throws EmbeddedServerError when the program can't be run at all; a non-zero exit code is a result */
  run(program: string, programArguments: readonly string[]): Promise<ProgramResult>;
  /** Makes the user the owner of a file, or of a folder with its contents. */
  own(path: string): Promise<void>;
}

interface ProgramResult {
  /** Exit code; -1 when a signal ended the program. */
  code: number;
  /** Both streams, trimmed. */
  output: string;
}

interface SystemUser {
  uid: number;
  gid: number;
}

/** `setpriv` options that keep CAP_DAC_OVERRIDE: with it PostgreSQL also reaches a checkout below a 0700 folder like /root. */
const keepDacOverride = [
  '--securebits=+no_setuid_fixup',
  '--clear-groups',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
];

/** Replaces the service's own environment, which may hold secrets and PG* variables. */
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Returns a user that may run PostgreSQL, which refuses to run as root: the caller, if not root; else the owner of the
 * existing cluster, else `postgres`, else `nobody`. As root a plain switch of user is tried first, and one with
 * CAP_DAC_OVERRIDE if the user can't reach both the binary and the data folder.
 * @param postgres absolute path of the postgres program
 * @param dataDir absolute path of the data folder, which exists
 * @throws EmbeddedServerError when no such user can run PostgreSQL there
 */
export async function databaseUser(postgres: string, dataDir: string): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) {
    return { run: (program, args) => runProgram(program, args), own: () => Promise.resolve() };
  }
  const user = (await clusterOwner(dataDir)) ?? (await namedUser('postgres')) ?? (await namedUser('nobody'));
  if (user === undefined) throw cannotRun(dataDir, 'there is neither a user "postgres" nor "nobody"');
  const own = (path: string) => changeOwner(path, user);
  const plain: DatabaseUser = { own, run: (program, args) => runProgram(program, args, user) };
  const refusal = await probe(plain, postgres, dataDir);
  if (refusal === undefined) return plain;
  const switchUser = [`--reuid=${user.uid}`, `--regid=${user.gid}`, ...keepDacOverride, '--'];
  const capable: DatabaseUser = {
    own,
    run: (program, args) => runProgram('setpriv', [...switchUser, program, ...args]),
  };
  if ((await probe(capable, postgres, dataDir)) === undefined) return capable;
  throw cannotRun(dataDir, `user ${user.uid} can't run it: ${refusal}`);
}

/** Returns why the user can't run PostgreSQL in the data folder; undefined when it can. */
async function probe(user: DatabaseUser, postgres: string, dataDir: string): Promise<string | undefined> {
  try {
    const script = '"$1" --version && test -x "$2"';
    const result = await user.run('/bin/sh', ['-c', script, 'sh', postgres, dataDir]);
    return result.code === 0 ? undefined : result.output;
  } catch (error) {
    return String(error);
  }
}

async function clusterOwner(dataDir: string): Promise<SystemUser | undefined> {
  const owner = await stat(join(dataDir, 'postgres')).catch(() => undefined);
  return owner === undefined || owner.uid === 0 ? undefined : { uid: owner.uid, gid: owner.gid };
}

async function namedUser(name: string): Promise<SystemUser | undefined> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])]);
  if (uid.code !== 0 || gid.code !== 0) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

async function changeOwner(path: string, user: SystemUser): Promise<void> {
  await lchown(path, user.uid, user.gid);
  const below = await readdir(path, { recursive: true }).catch(() => []);
  for (const name of below) await lchown(join(path, name), user.uid, user.gid);
}

function cannotRun(dataDir: string, reason: string): EmbeddedServerError {
  return new EmbeddedServerError(
    `PostgreSQL refuses to run as root and ${reason}. Run as an ordinary user, or put the checkout and DATA_DIR ` +
      `(now ${dataDir}) where that user may go, or set DATABASE_URL.`,
  );
}

/** Runs a program to its end, outside the terminal's process group: a Ctrl-C for the service must not end it halfway. */
async function runProgram(
  program: string,
  programArguments: readonly string[],
  user?: SystemUser,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      cwd: '/',
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(process.platform === 'win32' ? {} : { env: environment }),
      ...user,
    });
    let output = '';
    const collect = (text: Buffer) => (output += text.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      reject(
        new EmbeddedServerError(
          `The program ${program} can't be run on this machine (${error.message}). Set DATABASE_URL to use another server.`,
          { cause: error },
        ),
      );
    });
    child.once('close', (code) => {
      resolve({ code: code ?? -1, output: output.trim() });
    });
  });
}
