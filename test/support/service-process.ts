import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { noteOutput, noteSettings } from './evidence.js';
import { closeOnce } from './left-open.js';
import { until } from './until.js';

export { freePort } from './free-port.js';

const main = join(__dirname, '..', '..', 'dist', 'main.js');

/** The built service as a process, as an operator starts it. */
export class ServiceProcess {
  private output = '';

  private constructor(
    readonly child: ChildProcess,
    readonly origin: string,
  ) {
    const kill = closeOnce(() => this.stop('SIGKILL'));
    child.once('exit', () => void kill());
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.output += chunk;
        noteOutput(chunk);
      });
    }
  }

  /**
   * Starts the service with only these settings.
   * @param launcher a program and its arguments that finally runs the command after them
   */
  static start(
    environment: Readonly<Record<string, string>>,
    cwd?: string,
    launcher: readonly string[] = [],
  ): ServiceProcess {
    const { PATH = '' } = process.env;
    noteSettings(environment);
    const [program = '', ...programArguments] = launcher.concat(process.execPath, main);
    const child = spawn(program, programArguments, {
      env: { PATH, LOG_LEVEL: 'warn', ...environment },
      ...(cwd === undefined ? {} : { cwd }),
    });
    return new ServiceProcess(child, `http://127.0.0.1:${environment.PORT ?? '3000'}`);
  }

  /** Runs Node with these arguments in the folder of the package, with only these settings. */
  static startCommand(
    nodeArguments: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): ServiceProcess {
    const { PATH = '' } = process.env;
    noteSettings(environment);
    const child = spawn(process.execPath, [...nodeArguments], {
      cwd: join(__dirname, '..', '..'),
      env: { PATH, LOG_LEVEL: 'warn', ...environment },
    });
    return new ServiceProcess(child, `http://127.0.0.1:${environment.PORT ?? '3000'}`);
  }

  /** Everything printed so far. */
  get printed(): string {
    return this.output;
  }

  /** @throws Error with the output if the process ends before it is ready, or is not ready in time */
  async untilReady(): Promise<void> {
    let last = 'no answer';
    try {
      await this.untilOutput('ready', async () => {
        const answer = await fetch(`${this.origin}/health/ready`).catch(() => null);
        if (answer !== null) last = `${answer.status} ${await answer.text()}`;
        return answer?.status === 200 ? true : null;
      });
    } catch (error) {
      throw new Error(`${String(error)}; /health/ready: ${last}`, { cause: error });
    }
  }

  /** @throws Error with the output if the process ends without printing the pattern, or does not print it in time */
  async untilPrinted(pattern: RegExp): Promise<RegExpExecArray> {
    return this.untilOutput(String(pattern), () => pattern.exec(this.output));
  }

  private async untilOutput<Result>(
    what: string,
    ask: () => Promise<Result | null> | Result | null,
  ): Promise<Result> {
    try {
      return await until(what, async () => {
        const hasEnded = this.child.exitCode !== null;
        const answer = await ask();
        if (answer === null && hasEnded) throw new Error(`the process ended with ${this.child.exitCode}`);
        return answer;
      });
    } catch (error) {
      throw new Error(`${String(error)}; its output: ${this.output}`, { cause: error });
    }
  }

  /** Sends a signal and waits for the end; returns the exit code, or null if a signal ended the process. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}
