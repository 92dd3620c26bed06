import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { tlsFile } from './tls.js';
import { until } from './until.js';

/** True if nginx is installed; Debian's package nginx-light is sufficient. */
export const hasNginx = spawnSync('nginx', ['-v']).error === undefined;

/** An nginx with `examples/nginx.conf`, on ports of the test. */
export interface Nginx {
  readonly origin: string;
  /** Its HTTPS origin, which asks for client certificates of the authority in `test/fixtures/tls`. */
  readonly tlsOrigin: string;
  /** Content of its access log. */
  log(): string;
  stop(): Promise<void>;
}

/** @param instances the ports of the two instances */
export async function startNginx(instances: readonly [string, string]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-nginx-'));
  // As root, its workers run as another user.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const tlsPort = await freePort();
  const configuration = readFileSync(join(__dirname, '..', '..', 'examples', 'nginx.conf'), 'utf8')
    .replace('127.0.0.1:3001', `127.0.0.1:${instances[0]}`)
    .replace('127.0.0.1:3002', `127.0.0.1:${instances[1]}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replace('127.0.0.1:8443', `127.0.0.1:${tlsPort}`);
  copyFileSync(tlsFile('server-ec.pem'), join(folder, 'server.pem'));
  copyFileSync(tlsFile('server-ec.key'), join(folder, 'server.key'));
  copyFileSync(tlsFile('authority.pem'), join(folder, 'client-ca.pem'));
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration);
  const child = spawn('nginx', ['-p', folder, '-c', file, '-g', 'daemon off;'], { stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  await until('nginx', () => isThere(child, origin));
  return {
    origin,
    tlsOrigin: `https://127.0.0.1:${tlsPort}`,
    log: () => readFileSync(join(folder, 'access.log'), 'utf8'),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isThere(child: ChildProcess, origin: string): Promise<true | null> {
  if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
  const answer = await fetch(`${origin}/health/live`).catch(() => null);
  await answer?.body?.cancel();
  return answer === null ? null : true;
}
