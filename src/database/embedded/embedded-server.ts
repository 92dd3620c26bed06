import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { claimPlace } from './cluster-place.js';
import { databaseUser } from './database-user.js';
import { embeddedBinaries } from './embedded-binaries.js';
import { embeddedCluster } from './embedded-cluster.js';
import { EmbeddedServerError } from './embedded-server-error.js';
import { databaseUrls } from './ensure-database.js';
import { Postmaster } from './postmaster.js';
import { withProcessLock } from './process-lock.js';
import { ProcessRegister } from './process-register.js';
import { ServerKeeper } from './server-keeper.js';

/** One use of the PostgreSQL server of a data folder. Any number of processes may use the server at once. */
export interface EmbeddedServer {
  /** URL of the service's database, as its owner; contains the password. */
  url: string;
  /** The same for the role that the service runs as, which owns nothing. */
  serviceUrl: string;
  /** Started by this call, shared with living users, or found running after its users were killed. */
  origin: 'started' | 'attached' | 'taken over';
  /** Restarts the server on its port whenever it has ended, until `close`. */
  keepRunning(): void;
  /** Ends this use; the last use stops the server and waits for the stop. Close your connections first. */
  close(): Promise<void>;
}

/**
 * Opens the embedded PostgreSQL server of a data folder: creates the cluster if there is none and starts the server if
 * it does not run. The server listens on 127.0.0.1 only and runs until its last user closes it. See README.md.
 * @param dataDir absolute path of the data folder; created if missing
 * @param log receives one line for each step that an operator should know of
 * @throws EmbeddedServerError with what is wrong and what to do
 */
export async function openEmbeddedServer(
  dataDir: string,
  log: (line: string) => void,
): Promise<EmbeddedServer> {
  return translateErrors(dataDir, async () => {
    const folder = await usableFolder(dataDir);
    const locked = <T>(task: () => Promise<T>) => withProcessLock(join(folder, 'locks'), log, task);
    const users = new ProcessRegister(join(folder, 'users'));
    const { url, serviceUrl, origin, use, postmaster } = await locked(() => addUse(folder, users, log));
    const keeper = new ServerKeeper(
      {
        isRunning: () => postmaster.isRunning(),
        restart: () =>
          translateErrors(dataDir, () => locked(() => postmaster.restart(Number(new URL(url).port)))),
      },
      log,
    );
    let closing: Promise<void> | undefined;
    const close = async () => {
      await keeper.stop();
      await translateErrors(dataDir, () => locked(() => endUse(users, use, postmaster)));
    };
    const keepRunning = () => {
      keeper.start();
    };
    return { url, serviceUrl, origin, keepRunning, close: () => (closing ??= close()) };
  });
}

async function addUse(dataDir: string, users: ProcessRegister, log: (line: string) => void) {
  const isShared = (await users.living()).length > 0;
  const binaries = await embeddedBinaries();
  const user = await databaseUser(binaries.postgres, dataDir);
  const cluster = await embeddedCluster(dataDir, binaries, user, log);
  await claimPlace(cluster.folder, user);
  const postmaster = new Postmaster(dataDir, cluster, binaries, user);
  try {
    const { serverUrl, isNew } = await postmaster.ensureRunning();
    const origin: EmbeddedServer['origin'] = isNew ? 'started' : isShared ? 'attached' : 'taken over';
    return { ...databaseUrls(serverUrl), origin, use: await users.add(), postmaster };
  } catch (error) {
    if (!isShared) await postmaster.stop().catch(() => undefined);
    throw error;
  }
}

async function endUse(users: ProcessRegister, use: string, postmaster: Postmaster): Promise<void> {
  await users.remove(use);
  if ((await users.living()).length === 0) await postmaster.stop();
}

async function usableFolder(dataDir: string): Promise<string> {
  // pg_ctl puts its paths between double quotes into a shell command.
  if (process.platform !== 'win32' && /["$`\\\n]/.test(dataDir)) {
    throw new EmbeddedServerError(`DATA_DIR must not contain any of " $ \` \\, but is ${dataDir}.`);
  }
  await mkdir(dataDir, { recursive: true });
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  return realpath(dataDir);
}

async function translateErrors<T>(dataDir: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof EmbeddedServerError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedServerError(
      `The embedded database in ${dataDir} can't be used: ${reason}. Check that DATA_DIR belongs to the user who runs ` +
        'this and has room, or set DATABASE_URL.',
      { cause: error },
    );
  }
}
