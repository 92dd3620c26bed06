import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processStart } from './process-start.js';

const ENTRY = /^(\d+)-([^-]+)-/;

/**
 * A folder of empty files, one for each use by a process. The file's name says all (pid, start of that process,
 * a unique part), so an entry is never half written and an entry once deleted never comes back: anyone may sweep
 * the entries of dead processes without a lock.
 */
export class ProcessRegister {
  constructor(readonly folder: string) {}

  /** Adds a use by this process; the answer is what `remove` takes. One process may hold several. */
  async add(): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const entry = `${process.pid}-${processStart(process.pid) ?? 'unknown'}-${randomUUID()}`;
    await writeFile(join(this.folder, entry), '', { flag: 'wx' });
    return entry;
  }

  /** Removes an entry; one that has gone already is no error. */
  async remove(entry: string): Promise<void> {
    await rm(join(this.folder, entry), { force: true });
  }

  /** The entries of living processes, this one's included; all others are deleted on the way. */
  async live(): Promise<string[]> {
    await mkdir(this.folder, { recursive: true });
    const entries = await readdir(this.folder);
    const dead = entries.filter((entry) => !isLive(entry));
    await Promise.all(dead.map((entry) => this.remove(entry)));
    return entries.filter((entry) => !dead.includes(entry));
  }
}

function isLive(entry: string): boolean {
  const [, pid, recorded] = ENTRY.exec(entry) ?? [];
  const current = pid === undefined ? undefined : processStart(Number(pid));
  if (current === undefined) return false;
  return current === recorded || current === 'unknown' || recorded === 'unknown';
}
