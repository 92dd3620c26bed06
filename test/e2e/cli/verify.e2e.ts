import { startApp, type TestApp } from '../../support/app.js';
import { aFlagBody, anOrganisationBody } from '../../support/builders/organisation.js';
import { wholeLog } from '../../support/change-log.js';
import { admin } from '../../support/identities.js';
import { aSigningKey } from '../../support/signing-key.js';
import { aRecord, CliWorkspace, ndjson } from './cli-workspace.js';
import { type CliResult, runCli } from './run-cli.js';

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(180_000);

const workspace = new CliWorkspace();
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
  await workspace.close();
});

const verify = (...args: string[]): Promise<CliResult> =>
  runCli(['verify', ...args], { DATABASE_URL: app.database.url, DATA_DIR: app.dataDir }, workspace.folder);

async function keep(name: string): Promise<void> {
  await wholeLog(app.database);
  workspace.write(`${name}.jwt`, (await app.as(null).get('/organisations/changes/checkpoint')).text);
  workspace.write(`${name}.json`, (await app.as(null).get('/.well-known/directory-keys')).text);
}

const whole = (more = ''): CliResult => ({
  exitCode: 0,
  stdout: expect.stringMatching(
    new RegExp(
      `^The log [\\w-]{36} is whole up to position \\d+, whose hash is \\w{64}\\.\nOrganisations, flags and administrators are what the log says\\.\n${more}$`,
    ),
  ) as string,
  stderr: '',
});

describe('cli verify', () => {
  it('finds nothing after an import, changes, administrators and a cascade', async () => {
    const records = ['one', 'two', 'three'].map((OrganisationId) =>
      aRecord({
        OrganisationId,
        Flags: { 'Company kind': ['Bank'] },
      }),
    );
    workspace.write('all.ndjson', ndjson(records));
    const imported = await runCli(
      ['import', 'all.ndjson'],
      { DATABASE_URL: app.database.url },
      workspace.folder,
    );
    expect(imported.exitCode).toBe(0);
    const operator = app.as(admin);
    const flag = (await operator.post('/references/flags', aFlagBody({ Name: 'Cascade', Value: 'x' })))
      .body as {
      Id: string;
    };
    const body = anOrganisationBody({ OrganisationId: 'four', Flags: [flag.Id] });
    expect((await operator.post('/organisations', body)).status).toBe(201);
    expect((await operator.post('/organisations/one/adminusers', { UserEmail: 'a@b.example' })).status).toBe(
      201,
    );
    expect(
      (await operator.put('/organisations/one/adminusers/a@b.example', { Status: 'Inactive' })).status,
    ).toBe(200);
    const ended = aFlagBody({ Name: 'Cascade', Value: 'x', Status: 'Inactive', Cascade: true });
    expect((await operator.put(`/references/flags/${flag.Id}`, ended)).status).toBe(200);
    await keep('early');
    expect(await verify()).toEqual(whole());
  });

  it('finds a kept checkpoint in the log, by the own keys and by a kept key set', async () => {
    const changed = anOrganisationBody({ City: 'Leeds' });
    expect((await app.as(admin).put('/organisations/two', changed)).status).toBe(200);
    await wholeLog(app.database);
    const contained = 'The log contains the checkpoint of position \\d+\\.\n';
    expect(await verify('--checkpoint', 'early.jwt')).toEqual(whole(contained));
    expect(await verify('--checkpoint', 'early.jwt', '--keys', 'early.json')).toEqual(whole(contained));
  });

  it.each<[what: string, args: string[], sentence: RegExp]>([
    [
      'a checkpoint that another key signed',
      ['--checkpoint', 'early.jwt', '--keys', 'other.json'],
      /^The checkpoint in early\.jwt is not valid: no applicable key found in the JSON Web Key Set\.\n$/,
    ],
    [
      'a checkpoint whose claims were changed',
      ['--checkpoint', 'forged.jwt'],
      /^The checkpoint in forged\.jwt is not valid: signature verification failed\.\n$/,
    ],
    ['another signature', ['--checkpoint', 'file.jws'], /^The checkpoint in file\.jws is not valid: .*\n$/],
    ['text', ['--checkpoint', 'text'], /^The checkpoint in text is not valid: Invalid Compact JWS\.\n$/],
    ['a missing file', ['--checkpoint', 'absent'], /^absent can not be read: ENOENT: .*\n$/],
    [
      'keys that are none',
      ['--checkpoint', 'early.jwt', '--keys', 'text'],
      /^text holds no JWK set\. GET \/\.well-known\/directory-keys returns one\.\n$/,
    ],
    ['keys alone', ['--keys', 'early.json'], /^--keys verifies a checkpoint: give --checkpoint too\.\n$/],
  ])('refuses %s', async (_, args, sentence) => {
    const jwk = aSigningKey().export({ format: 'jwk' });
    workspace.write('other.json', JSON.stringify({ keys: [{ ...jwk, d: undefined, kid: 'other' }] }));
    workspace.write('text', 'text');
    workspace.write('file.jws', (await app.as(null).get('/organisations/export/open-data.jws')).text);
    const [head = '', claims = '', signature = ''] = workspace.read('early.jwt').split('.');
    const forged = {
      ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object),
      Hash: 'f'.repeat(64),
    };
    workspace.write(
      'forged.jwt',
      [head, Buffer.from(JSON.stringify(forged)).toString('base64url'), signature].join('.'),
    );
    const result = await verify(...args);
    expect([result.exitCode, result.stdout, result.stderr]).toEqual([1, '', expect.stringMatching(sentence)]);
  });

  it('in production without SIGNING_KEY_FILE needs --keys', async () => {
    const production = {
      NODE_ENV: 'production',
      AUTH_ISSUER: 'https://issuer.example',
      AUTH_AUDIENCE: 'directory',
      NOTIFY_ADMIN_SECRETS: 'a-secret-of-this-test-with-32-characters-or-more',
      WEBHOOK_SECRET_KEYS: 'a-key-of-this-test-with-32-characters-or-more',
      DATABASE_URL: app.database.url,
    };
    const run = (...args: string[]): Promise<CliResult> =>
      runCli(['verify', '--checkpoint', 'early.jwt', ...args], production, workspace.folder);
    expect((await run()).stderr).toMatch(/^SIGNING_KEY_FILE is not set: /);
    expect((await run('--keys', 'early.json')).exitCode).toBe(0);
  });

  it('names the first position that differs, and exits with 1', async () => {
    await app.database.query(
      'ALTER TABLE directory.organisation_history DISABLE TRIGGER organisation_history_append_only',
    );
    const change = `UPDATE directory.organisation_history SET client_id = client_id || 'x' WHERE organisation_id = 'one' AND revision = 1`;
    await app.database.query(change);
    const result = await verify();
    expect([result.exitCode, result.stdout, result.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^The hash of position \d+ is not that of its entry, revision 1 of the organisation one: the entry or the hash was changed\.\n$/,
      ),
      'The log and the tables do not agree (1). docs/operations/runbooks/broken-chain.md says what to do.\n',
    ]);
    await app.database.query(change.replace(`client_id || 'x'`, `rtrim(client_id, 'x')`));
    await app.database.query(
      'ALTER TABLE directory.organisation_history ENABLE ALWAYS TRIGGER organisation_history_append_only',
    );
    expect((await verify()).exitCode).toBe(0);
  });

  it('finds nothing after a restore, whose log refuses checkpoints of the log before', async () => {
    const backup = await runCli(
      ['backup', 'all.backup'],
      { DATABASE_URL: app.database.url },
      workspace.folder,
    );
    expect(backup.exitCode).toBe(0);
    const restored = await workspace.database();
    expect((await workspace.run(restored, 'restore', 'all.backup')).exitCode).toBe(0);
    const waiting = await workspace.run(restored, 'verify');
    expect([waiting.exitCode, waiting.stdout]).toEqual([
      0,
      expect.stringMatching(
        / is whole up to position 0, .*\n.*\n\d+ later changes wait for their position\.\n$/,
      ),
    ]);
    const other = await workspace.run(
      restored,
      'verify',
      '--checkpoint',
      'early.jwt',
      '--keys',
      'early.json',
    );
    expect([other.exitCode, other.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^The checkpoint is of the log [\w-]{36}; this database has the log [\w-]{36}: it was restored since\.\n$/,
      ),
    ]);
  });
});
