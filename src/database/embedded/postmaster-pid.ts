import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './embedded-server-error.js';
import { processStart } from './process-register.js';

const pidLine = 0;
const portLine = 3;
/** Above every system's maximum pid, so PostgreSQL finds no such process. */
const noSuchPid = '2147483647';

/** Contents of `postmaster.pid`, which PostgreSQL writes at its start and deletes at a clean stop. */
interface PostmasterPid {
  /** True if the pid is a living PostgreSQL server of this cluster. */
  isRunning: boolean;
  port: number | undefined;
}

/** Reads a cluster's `postmaster.pid`; undefined when there is none. */
export async function readPostmasterPid(clusterFolder: string): Promise<PostmasterPid | undefined> {
  const lines = await readLines(clusterFolder);
  if (lines === undefined) return undefined;
  const port = Number(lines[portLine]);
  const pid = pidOf(lines);
  return {
    isRunning: pid !== undefined && isServer(pid, clusterFolder),
    port: port > 0 ? port : undefined,
  };
}

/**
 * Repairs a `postmaster.pid` that a crash left and with which PostgreSQL refuses to start. An empty or garbled file is
 * deleted. If its pid is now a process of another kind, the pid alone is replaced: from the other lines PostgreSQL sees
 * whether processes of the former server still use its shared memory. Call it with the data folder's lock.
 */
export async function repairPostmasterPid(clusterFolder: string): Promise<void> {
  const path = join(clusterFolder, 'postmaster.pid');
  let lines = await readLines(clusterFolder);
  if (lines !== undefined && pidOf(lines) === undefined) {
    // A server that a killed process has just started may have created the file and not yet filled it.
    await sleep(200);
    lines = await readLines(clusterFolder);
  }
  if (lines === undefined) return;
  const pid = pidOf(lines);
  if (pid === undefined) await rm(path, { force: true });
  else if (processStart(pid) !== undefined && !isServer(pid, clusterFolder)) {
    await writeFile(path, [noSuchPid, ...lines.slice(pidLine + 1)].join('\n'));
  }
}

async function readLines(clusterFolder: string): Promise<string[] | undefined> {
  try {
    return (await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function pidOf(lines: string[]): number | undefined {
  const first = lines[pidLine]?.trim() ?? '';
  return /^[1-9]\d{0,9}$/.test(first) ? Number(first) : undefined;
}

/** True if the process lives and was started as the PostgreSQL server of this folder, by whatever path. */
function isServer(pid: number, clusterFolder: string): boolean {
  if (processStart(pid) === undefined) return false;
  // Windows has no cheap check. A wrong true leads to a server that never answers, not to a second one.
  if (process.platform === 'win32') return true;
  try {
    if (!existsSync('/proc/self/cmdline')) return commandLine(pid).includes(clusterFolder);
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const [served, wanted] = [statSync(words[words.indexOf('-D') + 1] ?? ''), statSync(clusterFolder)];
    return words.includes('-D') && served.dev === wanted.dev && served.ino === wanted.ino;
  } catch {
    return false;
  }
}

function commandLine(pid: number): string {
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}
