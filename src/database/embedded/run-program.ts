import { spawn } from 'node:child_process';
import { EmbeddedServerError } from './embedded-server-error.js';

/** Numbers of the user and the group that a program runs as. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/** How a program ended: its exit code (-1 when a signal ended it) and what it wrote on both streams. */
export interface ProgramResult {
  code: number;
  output: string;
}

// Nothing of the service's own environment: it may hold secrets, and PG* variables would change PostgreSQL's mind.
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Runs a program to its end, away from the terminal's process group, so that a Ctrl-C meant for the service does
 * not end it half way. A non-zero exit code is a result, not an error.
 * @throws EmbeddedServerError when the program can't be run at all
 */
export async function runProgram(
  program: string,
  programArguments: readonly string[],
  user?: SystemUser,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      cwd: '/',
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(process.platform === 'win32' ? {} : { env: ENVIRONMENT }),
      ...user,
    });
    let output = '';
    const collect = (text: Buffer) => (output += text.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      reject(
        new EmbeddedServerError(
          `The program ${program} can't be run on this machine (${error.message}). Set DATABASE_URL to use another server.`,
          { cause: error },
        ),
      );
    });
    child.once('close', (code) => {
      resolve({ code: code ?? -1, output: output.trim() });
    });
  });
}
