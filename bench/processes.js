/** Child processes: started on a core, read, and stopped by their process id. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { boundTo, residentMb } from './machine.js';
import { atEnd } from './undo.js';

const stopGraceMs = 35_000;
const memoryLookMs = 100;

/** The environment variables that every program needs; no others are passed on. */
function inherited() {
  const { PATH = '', HOME = '', LANG = '', TMPDIR } = process.env;
  return { PATH, HOME, LANG, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

/**
 * Starts Node on a script. The output is written to a file, as by a supervisor, so that this process need not read it.
 * @param {{ core: number | null, logFile: string, environment?: object, withMessages?: boolean, cwd?: string }} how
 */
export function startNode(args, { core, logFile, environment = {}, withMessages = false, cwd }) {
  const log = openSync(logFile, 'a');
  const command = boundTo(core, process.execPath, args);
  const child = spawn(command.program, command.args, {
    cwd,
    env: { ...inherited(), ...environment },
    stdio: ['ignore', log, log, ...(withMessages ? ['ipc'] : [])],
  });
  closeSync(log);
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const stop = atEnd(() => stopChild(child, ended));
  return { pid: child.pid, child, ended, stop, printed: () => readFileSync(logFile, 'utf8') };
}

async function stopChild(child, ended) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const grace = new AbortController();
  const late = sleep(stopGraceMs, undefined, { signal: grace.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  grace.abort();
  await late;
}

/**
 * Runs Node on a script to its end.
 * @returns {Promise<{ seconds: number, peakMb: number | null, printed: string }>}
 * @throws Error with the output if the exit code is not 0
 */
export async function runNode(args, how) {
  const started = performance.now();
  const run = startNode(args, how);
  let peakMb = null;
  const watch = setInterval(() => {
    peakMb = residentMb(run.pid)?.highest ?? peakMb;
  }, memoryLookMs);
  const { code } = await run.ended;
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1_000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${tail(run.printed())}`);
  return { seconds, peakMb, printed: run.printed() };
}

/** Returns the end of a process's output for a message. */
export function tail(text) {
  return text.trim().split('\n').slice(-15).join('\n');
}
