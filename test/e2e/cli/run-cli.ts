import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { noteEvents, noteOutput, noteSettings } from '../../support/evidence.js';

/** The built command line. */
export const cliPath = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli.js');

/** Exit code and output of a command. */
export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Starts a command of the built service; settings come from `environment` alone. Security events go to a file in `cwd`.
 */
export function startCli(
  args: readonly string[],
  environment: Record<string, string>,
  cwd: string,
): ChildProcess {
  noteSettings(environment);
  return spawn(process.execPath, [cliPath, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      SECURITY_EVENTS_FILE: join(cwd, 'security-events.ndjson'),
      ...environment,
    },
  });
}

/** Runs a command of the built service to its end. */
export async function runCli(
  args: readonly string[],
  environment: Record<string, string>,
  cwd: string,
): Promise<CliResult> {
  const child = startCli(args, environment, cwd);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    noteOutput(text);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      noteEvents(cwd);
      resolve({ exitCode, stdout, stderr });
    });
  });
}
