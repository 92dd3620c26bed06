import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './error-code.js';
import { processStart } from './process-start.js';

const PID_LINE = 0;
const PORT_LINE = 3;
// Above every system's highest process number, so PostgreSQL finds it dead.
const NO_SUCH_PID = '2147483647';

/** What PostgreSQL's lock file says: whether the server it names still lives, and the port it (last) listened on. */
interface LockFile {
  isRunning: boolean;
  port: number | undefined;
}

/** Reads `postmaster.pid` of a cluster; undefined when there is none, as after a clean stop. */
export async function readLockFile(clusterFolder: string): Promise<LockFile | undefined> {
  const lines = await readLines(clusterFolder);
  if (lines === undefined) return undefined;
  const port = Number(lines[PORT_LINE]);
  const pid = pidOf(lines);
  return {
    isRunning: pid !== undefined && isServer(pid, clusterFolder),
    port: port > 0 ? port : undefined,
  };
}

/**
 * Makes a lock file that a crash left behind harmless where PostgreSQL itself would refuse to start: one that is
 * empty or garbled is deleted, and one that names a living process of another kind is pointed at no process. The
 * rest of it is kept: by it PostgreSQL sees whether processes of the former server still use its memory.
 * Must run under the data folder's claim.
 */
export async function repairLockFile(clusterFolder: string): Promise<void> {
  const path = join(clusterFolder, 'postmaster.pid');
  let lines = await readLines(clusterFolder);
  if (lines !== undefined && pidOf(lines) === undefined) {
    // A server that a killed process had just started may be between creating the file and filling it.
    await sleep(200);
    lines = await readLines(clusterFolder);
  }
  if (lines === undefined) return;
  const pid = pidOf(lines);
  if (pid === undefined) await rm(path, { force: true });
  else if (processStart(pid) !== undefined && !isServer(pid, clusterFolder)) {
    await writeFile(path, [NO_SUCH_PID, ...lines.slice(PID_LINE + 1)].join('\n'));
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
  const first = lines[PID_LINE]?.trim() ?? '';
  return /^[1-9]\d{0,9}$/.test(first) ? Number(first) : undefined;
}

/** Whether a living process was started as the PostgreSQL server of this very folder, by whatever path. */
function isServer(pid: number, clusterFolder: string): boolean {
  if (processStart(pid) === undefined) return false;
  // Windows has no ready way to ask; there a wrong guess ends in a server that never answers, not in a second one.
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
