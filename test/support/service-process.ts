import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { noteOutput, noteSettings } from './evidence.js';

const main = join(__dirname, '..', '..', 'dist', 'main.js');

/** The built service as a process of its own, as an operator starts it. */
export class ServiceProcess {
  private output = '';

  private constructor(
    readonly child: ChildProcess,
    readonly origin: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.output += chunk;
        noteOutput(chunk);
      });
    }
  }

  /**
   * Starts it with these settings and no others.
   * @param launcher a program and its arguments that ends in running the command behind them
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

  /** Everything that it printed so far. */
  get printed(): string {
    return this.output;
  }

  /** @throws Error with what it printed, where it ends before it is ready or takes longer than the 30 s it has */
  async untilReady(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      if (this.child.exitCode !== null)
        throw new Error(`it ended with ${this.child.exitCode}: ${this.output}`);
      const answer = await fetch(`${this.origin}/health/ready`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`it did not get ready: ${this.output}`);
  }

  /** Waits for the greeting, which comes after readiness. */
  async untilPrinted(pattern: RegExp): Promise<RegExpExecArray> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const match = pattern.exec(this.output);
      if (match !== null) return match;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it did not print ${String(pattern)}: ${this.output}`);
  }

  /** Sends a signal and waits for the end; null for one that a signal ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<string> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
