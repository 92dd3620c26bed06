import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseUser } from './database-user.js';
import type { EmbeddedBinaries } from './embedded-binaries.js';
import { EmbeddedServerError, errorCode } from './embedded-server-error.js';

/** The server's one role, a superuser. */
export const embeddedRole = 'postgres';

const passwordFileName = 'organisations-password';
const unfinishedPrefix = 'postgres.unfinished-';
/**
 * Tried in this order, as not every system has the first. PostgreSQL's builtin provider maps case and sorts; pg_trgm alone
 * uses the system's locale, to classify letters.
 */
const characterLocales = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/** A complete cluster on disk. */
export interface EmbeddedCluster {
  folder: string;
  password: string;
}

/**
 * Returns the cluster in `<dataDir>/postgres` and creates it if there is none. A new cluster is built in a folder beside
 * that one and renamed when it is complete and on disk, so an interrupted build is never used.
 * Call it with the data folder's lock.
 * @throws EmbeddedServerError when the cluster can't be created, is foreign, or has another major version
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
  } else if (!names.includes('PG_VERSION') || !names.includes(passwordFileName)) {
    throw new EmbeddedServerError(
      `The folder ${folder} is not empty but holds no database of this service. Move it away or set another DATA_DIR.`,
    );
  } else {
    await checkVersion(folder, binaries, user);
    if ((await stat(folder)).uid === 0) await user.own(folder);
  }
  return { folder, password: await readFile(join(folder, passwordFileName), 'utf8') };
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
    if (!name.startsWith(unfinishedPrefix)) continue;
    // The initdb of a killed process may still write there; the next start deletes the rest.
    await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

async function createCluster(
  dataDir: string,
  folder: string,
  binaries: EmbeddedBinaries,
  user: DatabaseUser,
): Promise<void> {
  const unfinished = join(dataDir, `${unfinishedPrefix}${randomUUID()}`);
  const passwordFile = join(unfinished, passwordFileName);
  const cluster = join(unfinished, 'postgres');
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  await user.own(unfinished);
  try {
    await initialise(cluster, passwordFile, binaries, user);
    await rename(passwordFile, join(cluster, passwordFileName));
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
  for (const locale of characterLocales) {
    const result = await user.run(binaries.initdb, [
      ...['--pgdata', cluster, '--username', embeddedRole, '--pwfile', passwordFile],
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

/** Makes renames in a folder survive a power loss. Windows can't open a folder and does not need it. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
