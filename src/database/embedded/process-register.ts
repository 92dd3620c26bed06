import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './embedded-server-error.js';

const entryPattern = /^(\d+)-([^-]+)-/;

/**
 * A folder with one empty file for each registration of a process. The file name holds the pid, the start of that
 * process and a unique part. So an entry is never half written and never reused, and any process may delete the entries
 * of dead ones without a lock.
 */
export class ProcessRegister {
  constructor(readonly folder: string) {}

  /** Registers this process, which may hold several entries. Returns the entry for `remove`. */
  async add(): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const entry = `${process.pid}-${processStart(process.pid) ?? 'unknown'}-${randomUUID()}`;
    await writeFile(join(this.folder, entry), '', { flag: 'wx' });
    return entry;
  }

  /** Removes an entry, if it still exists. */
  async remove(entry: string): Promise<void> {
    await rm(join(this.folder, entry), { force: true });
  }

  /** Returns the entries of living processes, this one included, and deletes all others. */
  async living(): Promise<string[]> {
    await mkdir(this.folder, { recursive: true });
    const entries = await readdir(this.folder);
    const dead = entries.filter((entry) => !isLiving(entry));
    await Promise.all(dead.map((entry) => this.remove(entry)));
    return entries.filter((entry) => !dead.includes(entry));
  }
}

function isLiving(entry: string): boolean {
  const [, pid, recorded] = entryPattern.exec(entry) ?? [];
  const current = pid === undefined ? undefined : processStart(Number(pid));
  if (current === undefined) return false;
  return current === recorded || current === 'unknown' || recorded === 'unknown';
}

/** Fields of /proc/<pid>/stat after the program's name (proc(5)). */
const stateField = 0;
const startTicksField = 19;

/**
 * Returns a text that differs between two processes with the same pid, also after a reboot. Undefined when no such
 * process lives (a zombie is dead); `unknown` on systems without /proc.
 */
export function processStart(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (!existsSync(`/proc/${pid}/stat`)) return 'unknown';
  // The program's name, in brackets, may itself contain ') '.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  if (fields[stateField] === 'Z' || fields[stateField] === 'X') return undefined;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return `${boot}.${fields[startTicksField] ?? 'unknown'}`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process lives under another user.
    return errorCode(error) === 'EPERM';
  }
}
