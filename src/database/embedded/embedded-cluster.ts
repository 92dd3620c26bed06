import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseUser } from './database-user.js';
import type { EmbeddedBinaries } from './embedded-binaries.js';
import { EmbeddedServerError } from './embedded-server-error.js';
import { errorCode } from './error-code.js';

/** The server's one role, a superuser. */
export const EMBEDDED_ROLE = 'postgres';

const PASSWORD_FILE = 'organisations-password';
const UNFINISHED = 'postgres.unfinished-';
// The case mapping and order of the database come with PostgreSQL and are the same on every machine; the system's
// locale only tells pg_trgm what a letter is. Not every system has the first.
const CHARACTER_LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/** A complete cluster on disk. */
export interface EmbeddedCluster {
  folder: string;
  password: string;
}

/**
 * Answers the cluster in `<dataDir>/postgres`, making it first if there is none. It is made in a folder beside its
 * place and renamed when complete and on disk, so one that was interrupted is never taken for a cluster.
 * Must run under the data folder's claim.
 * @throws EmbeddedServerError when it can't be made, or the one found is foreign or of another major version
 */
export async function embeddedCluster(
  dataDir: string,
  binaries: EmbeddedBinaries,
  user: DatabaseUser,
  log: (line: string) => void,
): Promise<EmbeddedCluster> {
  const folder = join(dataDir, 'postgres');
  await removeUnfinished(dataDir);
  const names = await namesIn(folder);
  if (names.length === 0) {
    log(`creating the embedded database in ${folder}`);
    await createCluster(dataDir, folder, binaries, user);
  } else if (!names.includes('PG_VERSION') || !names.includes(PASSWORD_FILE)) {
    throw new EmbeddedServerError(
      `The folder ${folder} is not empty but holds no database of this service. Move it away or set another DATA_DIR.`,
    );
  } else {
    await checkVersion(folder, binaries, user);
    if ((await stat(folder)).uid === 0) await user.own(folder);
  }
  return { folder, password: await readFile(join(folder, PASSWORD_FILE), 'utf8') };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!name.startsWith(UNFINISHED)) continue;
    // The initdb of a killed process may still be writing there; what is left over goes at the next start.
    await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

async function createCluster(
  dataDir: string,
  folder: string,
  binaries: EmbeddedBinaries,
  user: DatabaseUser,
): Promise<void> {
  const unfinished = join(dataDir, `${UNFINISHED}${randomUUID()}`);
  const passwordFile = join(unfinished, PASSWORD_FILE);
  const cluster = join(unfinished, 'postgres');
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  await user.own(unfinished);
  try {
    await initialise(cluster, passwordFile, binaries, user);
    await rename(passwordFile, join(cluster, PASSWORD_FILE));
    await flushFolder(cluster);
    await rename(cluster, folder);
    await flushFolder(dataDir);
  } finally {
    await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function initialise(
  cluster: string,
  passwordFile: string,
  binaries: EmbeddedBinaries,
  user: DatabaseUser,
): Promise<void> {
  let output = '';
  for (const locale of CHARACTER_LOCALES) {
    const result = await user.run(binaries.initdb, [
      ...['--pgdata', cluster, '--username', EMBEDDED_ROLE, '--pwfile', passwordFile],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', `--lc-ctype=${locale}`],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ]);
    if (result.code === 0) return;
    output = result.output;
    if (!output.includes('invalid locale name')) break;
  }
  throw new EmbeddedServerError(`The embedded database can't be created: ${output}`);
}

async function checkVersion(folder: string, binaries: EmbeddedBinaries, user: DatabaseUser): Promise<void> {
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  const { output } = await user.run(binaries.postgres, ['--version']);
  const installed = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (installed === undefined)
    throw new EmbeddedServerError(`The embedded PostgreSQL does not run: ${output}`);
  if (found === installed) return;
  throw new EmbeddedServerError(
    `The database in ${folder} is of PostgreSQL ${found}, but version ${installed} is installed. Export it with the ` +
      'release that made it and import it into an empty DATA_DIR.',
  );
}

/** Makes renames in a folder survive a power loss; systems that can't open a folder (Windows) need nothing. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
