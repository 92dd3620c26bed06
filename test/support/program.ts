import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeOnce } from './left-open.js';
import { until } from './until.js';

/** A program that runs until it is killed, and what it has printed. */
export class Program {
  output = '';
  private readonly child: ChildProcess;
  readonly kill: () => Promise<void>;

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    this.child = spawn(command, args, { env: { ...process.env, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
    const ended = once(this.child, 'exit');
    this.kill = closeOnce(async () => {
      this.child.kill('SIGKILL');
      await ended;
    });
  }

  async untilPrinted(text: string): Promise<void> {
    await until(`"${text}" in ${this.output}`, () => {
      if (this.output.includes(text)) return true;
      if (this.child.exitCode !== null) throw new Error(`the program ended: ${this.output}`);
      return null;
    });
  }
}
