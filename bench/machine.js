/** The machine of the measurement: its cores, and how processes are bound to these. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** The core of the server under load and the core of the load generator. */
export const serverCore = 0;
export const generatorCore = 1;

const canPin =
  availableParallelism() >= 2 && spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;

/** Returns the command for a program bound to a core, or to all if `core` is null or binding is not possible. */
export function boundTo(core, program, args) {
  if (core === null || !canPin) return { program, args };
  // taskset executes the program, so the process id is the program's.
  return { program: 'taskset', args: ['--cpu-list', String(core), program, ...args] };
}

/** Describes the machine for the table. `database` is the server's own version. */
export function describeMachine(database) {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryMb: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    postgresql: database.version,
    isPinned: canPin,
    placement: canPin
      ? `server under load on core ${serverCore}, load generator on core ${generatorCore}, PostgreSQL (${database.place}) on any core`
      : `nothing pinned (no taskset, or one core); PostgreSQL is ${database.place}`,
  };
}

/**
 * Runs some work and returns, with its result, the idle share of the machine's cores. Time that the hypervisor gave to
 * others counts as used.
 * @returns {Promise<{ result: unknown, idle: number }>}
 */
export async function withIdleShare(work) {
  const before = ticks();
  const result = await work();
  const after = ticks();
  return { result, idle: (after.idle - before.idle) / (after.all - before.all) };
}

function ticks() {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap(Object.values)) };
}

/**
 * Returns current and max resident memory of a process in MB (`VmRSS`, `VmHWM` of Linux' /proc); null if the process
 * has ended or the system does not provide the values.
 */
export function residentMb(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1_024;
    const [now, highest] = [read('VmRSS'), read('VmHWM')];
    return Number.isNaN(highest) ? null : { now, highest };
  } catch {
    return null;
  }
}
