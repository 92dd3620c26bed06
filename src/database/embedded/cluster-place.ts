import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseUser } from './database-user.js';
import { EmbeddedServerError } from './embedded-server-error.js';

/** Holds device, inode and path of the cluster's folder, as they were when the cluster was last opened. */
const placeFileName = 'organisations-place';
/** Position and value of `DBState` in PostgreSQL's pg_control.h; the fields before it have had fixed sizes since 8.1. */
const stateOffset = 16;
const shutDownState = 1;

interface Place {
  device: string;
  inode: string;
  path: string;
}

/**
 * Records where the cluster is, and refuses a copy that was made while its server ran or after a crash: such a copy may
 * have files of different moments. A copy of a stopped database and a moved folder are accepted.
 * Call it with the data folder's lock, before anything trusts `postmaster.pid`.
 * @throws EmbeddedServerError for such a copy
 */
export async function claimPlace(clusterFolder: string, user: DatabaseUser): Promise<void> {
  const file = join(clusterFolder, placeFileName);
  const { dev, ino } = await stat(clusterFolder, { bigint: true });
  const place: Place = { device: String(dev), inode: String(ino), path: clusterFolder };
  const former = await readPlace(file);
  if (former !== undefined && !isSame(former, place) && !(await isShutDown(clusterFolder))) {
    throw new EmbeddedServerError(
      `The database in ${clusterFolder} was copied from ${former.path} while its server ran or after a crash, so its ` +
        'files may be of different moments. Stop what uses the original and copy DATA_DIR again, or restore a backup ' +
        `into an empty DATA_DIR. If this folder is the original, moved to another disk, delete ${file}.`,
    );
  }
  const text = `${place.device}\n${place.inode}\n${place.path}\n`;
  if (former !== undefined && text === `${former.device}\n${former.inode}\n${former.path}\n`) return;
  // Must be on disk before the server starts: a crash after the start must not find the former place.
  await writeFile(file, text, { mode: 0o600, flush: true });
  await user.own(file);
}

/** Returns undefined if there is none, or if a crash has cut its first writing. */
async function readPlace(file: string): Promise<Place | undefined> {
  if (!existsSync(file)) return undefined;
  const [device, inode, path] = (await readFile(file, 'utf8')).split('\n');
  return device && inode && path ? { device, inode, path } : undefined;
}

/**
 * The inode survives a rename and a restart of the machine. The same inode number may exist on another device, and a
 * device may get another number at a restart, so one of device and path must be the same as well.
 */
function isSame(one: Place, other: Place): boolean {
  return one.inode === other.inode && (one.device === other.device || one.path === other.path);
}

/** True if the server was stopped cleanly before its files were copied. */
async function isShutDown(clusterFolder: string): Promise<boolean> {
  if (existsSync(join(clusterFolder, 'postmaster.pid'))) return false;
  const control = await readFile(join(clusterFolder, 'global', 'pg_control')).catch(() => Buffer.alloc(0));
  return control.length >= stateOffset + 4 && control.readUInt32LE(stateOffset) === shutDownState;
}
