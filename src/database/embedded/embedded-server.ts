import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseUser } from './database-user.js';
import { embeddedBinaries } from './embedded-binaries.js';
import { embeddedCluster } from './embedded-cluster.js';
import { EmbeddedServerError } from './embedded-server-error.js';
import { EMBEDDED_DATABASE, servicePasswordOf } from './ensure-database.js';
import { exclusively } from './exclusively.js';
import { Postmaster } from './postmaster.js';
import { ProcessRegister } from './process-register.js';
import { SERVICE_ROLE } from '../roles/service-role.repository.js';
import { ServerKeeper } from './server-keeper.js';

/** One use of the PostgreSQL server of a data folder; any number of processes may use it at the same time. */
export interface EmbeddedServer {
  /** URL of the service's database, as its owner; holds the password, so keep it out of logs. */
  url: string;
  /** The same for the role that the service runs as, which owns nothing. */
  serviceUrl: string;
  /** How it was got: started here, shared with living users, or found running after its users were killed. */
  origin: 'started' | 'attached' | 'taken over';
  /** From now on until `close`, starts the server again on its port whenever it has ended, as after a crash. */
  keepRunning(): void;
  /** Ends this use; the last one stops the server and waits until it has. Close own connections first. */
  close(): Promise<void>;
}

/**
 * Opens the embedded PostgreSQL server of a data folder: makes the cluster when there is none, starts the server
 * when it does not run. It listens on 127.0.0.1 only and keeps running until its last user has closed it.
 * @param dataDir absolute path of the data folder; made when missing
 * @param log takes one line for each step worth telling the operator
 * @throws EmbeddedServerError for whatever stands in the way, with what to do about it
 */
export async function openEmbeddedServer(
  dataDir: string,
  log: (line: string) => void,
): Promise<EmbeddedServer> {
  return explaining(dataDir, async () => {
    const folder = await usableFolder(dataDir);
    const alone = <T>(task: () => Promise<T>) => exclusively(join(folder, 'claims'), log, task);
    const users = new ProcessRegister(join(folder, 'users'));
    const { url, serviceUrl, origin, use, postmaster } = await alone(() => addUse(folder, users, log));
    const keeper = new ServerKeeper(
      {
        isRunning: () => postmaster.isRunning(),
        restart: () => explaining(dataDir, () => alone(() => postmaster.restart(Number(new URL(url).port)))),
      },
      log,
    );
    let closing: Promise<void> | undefined;
    const close = async () => {
      await keeper.stop();
      await explaining(dataDir, () => alone(() => endUse(users, use, postmaster)));
    };
    const keepRunning = () => {
      keeper.start();
    };
    return { url, serviceUrl, origin, keepRunning, close: () => (closing ??= close()) };
  });
}

async function addUse(dataDir: string, users: ProcessRegister, log: (line: string) => void) {
  const isShared = (await users.live()).length > 0;
  const binaries = await embeddedBinaries();
  const user = await databaseUser(binaries.postgres, dataDir);
  const cluster = await embeddedCluster(dataDir, binaries, user, log);
  const postmaster = new Postmaster(dataDir, cluster, binaries, user);
  try {
    const { serverUrl, isNew } = await postmaster.ensureRunning();
    const origin: EmbeddedServer['origin'] = isNew ? 'started' : isShared ? 'attached' : 'taken over';
    const url = new URL(`${serverUrl}/${EMBEDDED_DATABASE}`);
    const serviceUrl = new URL(url);
    serviceUrl.username = SERVICE_ROLE;
    serviceUrl.password = servicePasswordOf(url.password);
    return { url: url.href, serviceUrl: serviceUrl.href, origin, use: await users.add(), postmaster };
  } catch (error) {
    if (!isShared) await postmaster.stop().catch(() => undefined);
    throw error;
  }
}

async function endUse(users: ProcessRegister, use: string, postmaster: Postmaster): Promise<void> {
  await users.remove(use);
  if ((await users.live()).length === 0) await postmaster.stop();
}

async function explaining<T>(dataDir: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw asEmbeddedServerError(error, dataDir);
  }
}

async function usableFolder(dataDir: string): Promise<string> {
  // pg_ctl hands its paths to a shell between double quotes.
  if (process.platform !== 'win32' && /["$`\\\n]/.test(dataDir)) {
    throw new EmbeddedServerError(`DATA_DIR must not contain any of " $ \` \\, but is ${dataDir}.`);
  }
  await mkdir(dataDir, { recursive: true });
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  return realpath(dataDir);
}

function asEmbeddedServerError(error: unknown, dataDir: string): EmbeddedServerError {
  if (error instanceof EmbeddedServerError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new EmbeddedServerError(
    `The embedded database in ${dataDir} can't be used: ${reason}. Check that DATA_DIR belongs to the user who runs ` +
      'this and has room, or set DATABASE_URL.',
    { cause: error },
  );
}
