import { existsSync, readFileSync } from 'node:fs';
import { errorCode } from './error-code.js';

const STATE = 0;
const START_TICKS = 19;

/**
 * Tells one process from a later one with the same number: text that stays the same while `pid` lives and
 * differs after pid reuse and after a reboot. `undefined` when no such process lives (a zombie is dead),
 * `unknown` where the system has no /proc to ask.
 */
export function processStart(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (!existsSync(`/proc/${pid}/stat`)) return 'unknown';
  // The program's name, in brackets, may itself hold spaces and brackets: count from the last one.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  if (fields[STATE] === 'Z' || fields[STATE] === 'X') return undefined;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return `${boot}.${fields[START_TICKS] ?? 'unknown'}`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    return errorCode(error) === 'EPERM';
  }
}
