import { tmpdir } from 'node:os';
import { NotifyClient } from '../../support/notify-client.js';
import { startApp } from '../../support/app.js';
import { runCli } from './run-cli.js';

jest.setTimeout(120_000);

const apiKeyCommand = (...args: string[]) => runCli(['api-key', ...args], {}, tmpdir());

describe('cli api-key', () => {
  it('prints a key and the hash by which the service knows it', async () => {
    const { exitCode, stdout } = await apiKeyCommand('operations');
    expect(exitCode).toBe(0);
    const [, key, entry] = /:\s+(\S+)\n.*:\s+(operations:[0-9a-f]{64})\n$/.exec(stdout) ?? [];
    const app = await startApp({
      NOTIFY_ADMIN_SECRETS: 'a-secret-that-is-long-enough-to-sign-with',
      NOTIFY_API_KEYS: entry ?? '',
    });
    try {
      const path = '/service/d6aa2c68-a2d9-4437-ab19-3ae8eb202553';
      const known = await new NotifyClient(app.origin, () => Promise.resolve(key ?? '')).get(path);
      expect(known.status).toBe(200);
      expect((await app.notify.get(path)).status).toBe(403);
    } finally {
      await app.close();
    }
  });

  it('makes another key each time', async () => {
    const [one, other] = await Promise.all([apiKeyCommand('a'), apiKeyCommand('a')]);
    expect(one.stdout).not.toBe(other.stdout);
  });

  it('refuses a name that would not fit into the setting', async () => {
    const { exitCode, stderr } = await apiKeyCommand('a,b');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('It must be 1 to 100 letters, digits or any of . _ @ -');
  });
});
