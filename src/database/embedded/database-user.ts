import { lchown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedServerError } from './embedded-server-error.js';
import { runProgram, type ProgramResult, type SystemUser } from './run-program.js';

/** Who PostgreSQL's programs run as. */
export interface DatabaseUser {
  /** Runs one of PostgreSQL's programs as that user. */
  run(program: string, programArguments: readonly string[]): Promise<ProgramResult>;
  /** Makes that user the owner of a file or of a folder with all that is in it. */
  own(path: string): Promise<void>;
}

// PostgreSQL checks that it owns its files but needs no other right: with this one capability it also reaches a
// checkout below a 0700 folder, such as /root, which it could not enter otherwise.
const REACH_EVERYTHING = [
  '--securebits=+no_setuid_fixup',
  '--clear-groups',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
];

/**
 * Finds a user that PostgreSQL accepts, since it refuses to run as root: the caller itself unless that is root;
 * as root the owner of the existing cluster, else `postgres`, else `nobody`. Least rights first: a plain switch of
 * user when that reaches both the binary and the data folder, a switch with CAP_DAC_OVERRIDE otherwise.
 * @param postgres absolute path of the postgres program
 * @param dataDir absolute path of the data folder, which exists
 * @throws EmbeddedServerError when no such user can run PostgreSQL there
 */
export async function databaseUser(postgres: string, dataDir: string): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) {
    return { run: (program, args) => runProgram(program, args), own: () => Promise.resolve() };
  }
  const user = (await clusterOwner(dataDir)) ?? (await namedUser('postgres')) ?? (await namedUser('nobody'));
  if (user === undefined) throw unreachable(dataDir, 'there is neither a user "postgres" nor "nobody"');
  const own = (path: string) => changeOwner(path, user);
  const plain: DatabaseUser = { own, run: (program, args) => runProgram(program, args, user) };
  const refusal = await probe(plain, postgres, dataDir);
  if (refusal === undefined) return plain;
  const switchUser = [`--reuid=${user.uid}`, `--regid=${user.gid}`, ...REACH_EVERYTHING, '--'];
  const capable: DatabaseUser = {
    own,
    run: (program, args) => runProgram('setpriv', [...switchUser, program, ...args]),
  };
  if ((await probe(capable, postgres, dataDir)) === undefined) return capable;
  throw unreachable(dataDir, `user ${user.uid} can't run it: ${refusal}`);
}

/** Answers why the user can't run PostgreSQL in the data folder; undefined when it can. */
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

function unreachable(dataDir: string, reason: string): EmbeddedServerError {
  return new EmbeddedServerError(
    `PostgreSQL refuses to run as root and ${reason}. Run as an ordinary user, or put the checkout and DATA_DIR ` +
      `(now ${dataDir}) where that user may go, or set DATABASE_URL.`,
  );
}
