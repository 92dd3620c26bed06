import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseUser } from './database-user.js';

const MAX_BYTES = 10 * 1024 * 1024;

/** PostgreSQL's own log, from the moment it was opened on. */
interface ServerLog {
  path: string;
  /** What was written since it was opened; at most the last 2,000 characters. */
  tail(): Promise<string>;
}

/**
 * Prepares `<dataDir>/postgres.log` for a server that is about to start: makes it, readable to the server's user
 * only, and puts it aside as postgres.log.1 when it has grown beyond 10 MiB.
 */
export async function openServerLog(dataDir: string, user: DatabaseUser): Promise<ServerLog> {
  const path = join(dataDir, 'postgres.log');
  const former = await stat(path).catch(() => undefined);
  if (former !== undefined && former.size > MAX_BYTES) await rename(path, `${path}.1`);
  const handle = await open(path, 'a', 0o600);
  const start = (await handle.stat()).size;
  await handle.close();
  await user.own(path);
  return { path, tail: () => readFrom(path, start) };
}

async function readFrom(path: string, start: number): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const written = Buffer.alloc(Math.max(0, (await handle.stat()).size - start));
    await handle.read(written, 0, written.length, start);
    return written.toString('utf8').trim().slice(-2000);
  } finally {
    await handle.close();
  }
}
