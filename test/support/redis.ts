import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** True if redis-server is installed; Debian's package redis-server is sufficient. */
export const hasRedis = spawnSync('redis-server', ['--version']).error === undefined;

/** A real Redis on loopback that can stop and restart on the same port. */
export class RedisServer {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly port: string,
    private readonly folder: string,
  ) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(
      await freePort(),
      mkdtempSync(join(tmpdir(), 'organisations-directory-redis-')),
    );
    await server.run();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async run(): Promise<void> {
    const options = ['--port', this.port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.child = spawn('redis-server', [...options, '--dir', this.folder], { stdio: 'ignore' });
    await until('redis-server', () => this.isThere());
  }

  /** Kills the process without a shutdown, like a machine failure. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Suspends the process: connections stay open and unanswered. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.goOn();
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null) return;
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  private isThere(): Promise<true | null> {
    return new Promise((resolve) => {
      const socket = connect(Number(this.port), '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(null);
      });
    });
  }
}
