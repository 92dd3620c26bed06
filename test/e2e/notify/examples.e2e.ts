import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { developmentApiKey } from '../../../src/config/notify-config.js';
import { loadNotifySample } from '../../../src/modules/notify/seed/load-notify-sample.js';
import { startApp, type TestApp } from '../../support/app.js';

const run = promisify(execFile);
const examples = join(__dirname, '..', '..', '..', 'examples');
const canRun = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** The examples need programs that not every machine has. Without these the tests are skipped. */
const withShell = canRun('bash', '-c', 'curl --version && sed --version') ? it : it.skip;
const withPython = canRun('python3', '-c', 'import requests') ? it : it.skip;

describe('the examples of the published description', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await loadNotifySample(service.database.url, new Date());
  });
  afterAll(() => service.close());

  const play = async (command: string, file: string): Promise<string> => {
    const { stdout } = await run(command, [join(examples, file)], {
      env: { ...process.env, API_KEY: developmentApiKey, NOTIFY_BASE_URL: service.origin },
    });
    return stdout;
  };
  const organisation = async (): Promise<{ id: string } & Record<string, unknown>> => {
    const answer = await service.notify.get('/organisation/search?name=Department%20for%20Transport');
    const { data } = answer.body as { data: { id: string; name: string }[] };
    const id = data.find(({ name }) => name === 'Department for Transport')?.id ?? 'none';
    return (await service.notify.get(`/organisation/${id}`)).body as { id: string };
  };
  const idsOf = async (path: string): Promise<string[]> => {
    const { body } = await service.notify.get(path);
    return (Array.isArray(body) ? body : (body as { data: unknown[] }).data).map(
      (item) => (item as { id: string }).id,
    );
  };

  withShell('run with curl, as often as one likes', async () => {
    await play('bash', 'notify.sh');
    const output = await play('bash', 'notify.sh');
    const { id } = await organisation();
    expect(output).toContain('Transport Sample Agency');
    expect([
      await idsOf(`/organisation/${id}/users`),
      await idsOf(`/organisation/${id}/letter-branding-pool`),
    ]).toEqual([['b2c3d4e5-f6a7-5b8c-9d0e-1f2a3b4c5d6e'], ['5f6a7b8c-9d0e-1f2a-3b4c-5d6e7f8a9b0c']]);
  });

  withPython('run with Python, as often as one likes', async () => {
    await play('python3', 'notify.py');
    expect(await play('python3', 'notify.py')).toBe('Services: 1\n');
    const { id, ...rest } = await organisation();
    expect(rest).toMatchObject({
      can_approve_own_go_live_requests: true,
      email_branding_id: '3f5e7c9a-1b2d-4e8f-9a3c-7d6e4b2f1a8c',
    });
    expect(await idsOf(`/organisation/${id}/services`)).toEqual(['8c9d0e1f-2a3b-4c5d-6e7f-8a9b0c1d2e3f']);
    expect(await idsOf(`/organisation/${id}/email-branding-pool`)).toEqual([
      '3f5e7c9a-1b2d-4e8f-9a3c-7d6e4b2f1a8c',
      '4a6b8c0d-2e3f-5a7b-9c1d-8e9f0a1b2c3d',
    ]);
  });
});
