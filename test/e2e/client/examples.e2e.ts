import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { clientCredentials, DirectoryClient } from '../../../clients/typescript/src/index.js';
import { loadSample } from '../../../src/modules/directory/seed/load-sample.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { root } from '../../support/documents.js';
import { freePort } from '../../support/free-port.js';
import { Program } from '../../support/program.js';
import { copiedBytes, listedBytes, newestPlace, placeOfCopy } from '../../support/mirrored-directory.js';
import { until } from '../../support/until.js';

const programs = join(root, 'clients', 'typescript');
const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0;

describe('the examples of the feed of changes', () => {
  let service: DevelopmentApp;
  let folder: string;
  let operator: DirectoryClient;
  beforeAll(async () => {
    service = await startDevelopmentApp();
    await loadSample(service.database.url);
    operator = new DirectoryClient({ url: service.origin, tokens: tokensOf('dev-admin') });
  });
  afterAll(() => service.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-directory-copy-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const tokensOf = (clientId: string) =>
    clientCredentials({ issuer: service.config.auth.issuer, clientId, clientSecret: `${clientId}-secret` });
  const amend = async (text: string): Promise<void> => {
    for await (const { OrganisationId } of operator.organisations.list({ size: 50 }))
      await operator.organisations.patch(OrganisationId, { AddressLine2: text });
  };
  const untilEqual = async (clientId = 'dev-admin'): Promise<void> => {
    const token = (await tokensOf(clientId).get()).value;
    const place = await newestPlace(service.origin, service.database, token);
    await until(`the copy at ${place}`, () => (placeOfCopy(folder) === place ? true : null));
    expect(copiedBytes(folder)).toEqual(await listedBytes(service.origin, token));
  };
  const flagsOfCopy = (): string[] =>
    [...copiedBytes(folder).values()].flatMap((bytes) =>
      (JSON.parse(bytes) as { Flags: { Name: string }[] }).Flags.map(({ Name }) => Name),
    );

  const start = ([command = '', ...args]: readonly string[], clientId = 'dev-admin'): Program =>
    new Program(command, [...args, folder], {
      DIRECTORY_URL: service.origin,
      CLIENT_ID: clientId,
      CLIENT_SECRET: `${clientId}-secret`,
    });
  const mirrors: [name: string, command: readonly string[]][] = [
    ['mirror.ts', [process.execPath, join(programs, 'bin', 'directory-mirror.js')]],
    ['mirror.py', ['python3', '-I', join(root, 'examples', 'mirror.py')]],
  ];
  const runnable = mirrors.filter(([name]) => name !== 'mirror.py' || hasRequests);

  it.each(runnable)(
    '%s keeps a copy to the byte from nothing, and goes on after kill -9',
    async (name, command) => {
      const first = start(command);
      await first.untilPrinted('current at');
      await untilEqual();
      const changes = amend(`first of ${name}`);
      await first.untilPrinted('changes up to');
      await first.kill();
      await changes;
      const second = start(command);
      await amend(`second of ${name}`);
      await untilEqual();
      await second.untilPrinted('signature and hash are right');
      await second.kill();
      expect(first.output).toContain('snapshot: the store is empty');
      expect(second.output).not.toContain('snapshot');
      const counts = [...second.output.matchAll(/: (\d+) entries, (\d+) hashes/g)];
      expect(counts.length).toBeGreaterThan(0);
      for (const [, entries, verified] of counts) expect(verified).toBe(entries);
    },
  );

  it.each(runnable)('%s reads everything again when a hidden flag became visible', async (name, command) => {
    const flag = { Type: 'Organisation', Name: `hidden from ${name}`, Value: 'x', Status: 'Active' } as const;
    const { Id } = await operator.flags.create({ ...flag, AccessLevel: 5 });
    const { content } = (await operator.organisations.page({ size: 1 })).page;
    await operator.organisations.patch(content[0]?.OrganisationId ?? '', { Flags: [Id] });
    const first = start(command, 'dev-software');
    await untilEqual('dev-software');
    await first.kill();
    expect(flagsOfCopy()).not.toContain(flag.Name);
    await operator.flags.replace(Id, { ...flag, AccessLevel: 0, Cascade: false });
    const second = start(command, 'dev-software');
    await second.untilPrinted('snapshot: a flag became visible');
    await second.untilPrinted('current at');
    await untilEqual('dev-software');
    await second.kill();
    expect(flagsOfCopy()).toContain(flag.Name);
  });

  it('receiver.ts answers the challenge, prints each change once, and refuses a bad signature', async () => {
    const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    const port = await freePort();
    const env = { WEBHOOK_SECRET: secret, PORT: port };
    const receiver = new Program(process.execPath, [join(programs, 'dist', 'examples', 'receiver.js')], env);
    await receiver.untilPrinted('ready');
    const deliver = (body: string, key = secret): Promise<Response> => {
      const signature = new Webhook(key).sign('msg_1', new Date(), body);
      return fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        body,
        headers: {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
          'webhook-signature': signature,
        },
      });
    };
    const challenge = JSON.stringify({ type: 'webhook.verification', data: { challenge: 'c1' } });
    expect(await (await deliver(challenge)).json()).toEqual({ challenge: 'c1' });
    const { changes, next } = await operator.feed.page({ limit: 2 });
    const message = JSON.stringify({ type: 'organisation.changes', data: { changes, next } });
    expect((await deliver(message)).status).toBe(200);
    expect((await deliver(message)).status).toBe(200);
    const other = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;
    expect((await deliver(message, other)).status).toBe(400);
    await receiver.kill();
    expect(receiver.output.match(/^\d+ Import|^\d+ Create/gm)).toHaveLength(changes.length);
  });
});
