import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, statSync } from 'node:fs';
import { aRecord, CliWorkspace, ndjson } from './cli-workspace.js';
import { cliPath } from './run-cli.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

it('gives a file that, imported into an empty directory and exported again, has the same bytes', async () => {
  const [one, other] = [await workspace.database(), await workspace.database()];
  await workspace.run(one, 'seed', '--count', '300');
  await expect(workspace.run(one, 'export', 'one.json')).resolves.toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(
      /^one\.json contains \d+ organisations, as the public file has them \([\d.]+ kB\)\.\n$/,
    ) as string,
    stderr: '',
  });
  await expect(workspace.run(other, 'import', 'one.json')).resolves.toMatchObject({ exitCode: 0 });
  await workspace.run(other, 'export', 'other.json');
  expect(workspace.read('other.json')).toBe(workspace.read('one.json'));
  expect(workspace.has('one.json.partial')).toBe(false);
});

it('gives every organisation in full with --all, which import takes back unchanged', async () => {
  const [one, other] = [await workspace.database(), await workspace.database()];
  await workspace.run(one, 'seed', '--count', '300');
  // The API keeps control characters and white space inside a text, so the export has to bring them back.
  await one.query(
    `UPDATE directory.organisation SET address_line1 = address_line1 || E' \\t' || address_line1, city = E'\\u0001\\t' || city`,
  );
  await workspace.run(one, 'export', '--all', 'one.ndjson');
  const imported = await workspace.run(other, 'import', 'one.ndjson');
  expect(imported).toMatchObject({ exitCode: 0, stderr: '' });
  expect(imported.stdout).toMatch(/^ +300 {2}created$/m);
  await workspace.run(other, 'export', '--all', 'other.ndjson');
  expect(workspace.read('other.ndjson')).toBe(workspace.read('one.ndjson'));
  const again = await workspace.run(one, 'import', 'one.ndjson');
  expect(again.stdout).toMatch(/^ +300 {2}unchanged$/m);
});

it('holds other statuses, flags of every level and administrators with --all only', async () => {
  const database = await workspace.database();
  const flag = { Id: 'f', Name: 'Review', Value: 'Due', AccessLevel: 5 };
  const AdminUsers = [{ UserEmail: 'a@example.com', Status: 'Inactive' }];
  const records = [
    aRecord({ Flags: [flag], AdminUsers }),
    aRecord({ OrganisationId: 'org-2', Status: 'Pending' }),
  ];
  workspace.write('records.ndjson', ndjson(records));
  await workspace.run(database, 'import', 'records.ndjson');
  const all = await workspace.run(database, 'export', '--all', '-');
  expect(
    all.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    { OrganisationId: 'org-1', Flags: [{ Id: 'f', AccessLevel: 5 }], AdminUsers },
    { OrganisationId: 'org-2', Status: 'Pending', Flags: [], AdminUsers: [] },
  ]);
  const open = await workspace.run(database, 'export', '-');
  expect(JSON.parse(open.stdout)).toMatchObject([{ OrganisationId: 'org-1', Flags: {} }]);
});

describe('a file that can not be written', () => {
  it.each([
    ['absent/file.ndjson', 'is in a folder that does not exist'],
    ['file/file.ndjson', 'is in a folder that is a file'],
    [`${'x'.repeat(300)}.ndjson`, 'has a name that is too long'],
  ])('is not left half written, and the reason is a sentence (%s)', async (file, reason) => {
    const database = await workspace.database();
    workspace.write('file', '');
    for (const args of [
      ['export', '--all', file],
      ['backup', file],
    ]) {
      await expect(workspace.run(database, ...args)).resolves.toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `${file} can't be written: it ${reason}.\n`,
      });
    }
  });

  it('is standard output on a full disk: one sentence, and exit code 1', async () => {
    const database = await workspace.database();
    await workspace.run(database, 'seed', '--count', '40');
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [cliPath, 'export', '--all', '-'], {
      env: { DATABASE_URL: database.url },
      stdio: ['ignore', full, 'pipe'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [exitCode] = (await once(child, 'close')) as [number];
    closeSync(full);
    const lines = stderr.trimEnd().split('\n');
    const isEvent = (line: string): boolean => line.startsWith('{');
    expect([exitCode, ...lines.filter((line) => !isEvent(line))]).toEqual([
      1,
      "Standard output can't be written: it does not fit on the disk, which is full.",
    ]);
    const outcomes = lines.filter(isEvent).map((line) => (JSON.parse(line) as { outcome: string }).outcome);
    expect(outcomes).toEqual(['started', 'failure']);
  });
});

describe.each([
  ['export', ['export', 'kept'], false],
  ['export --all', ['export', '--all', 'kept'], true],
  ['backup', ['backup', 'kept'], true],
])('%s', (_, args, isPrivate) => {
  it('keeps a file that exists, and replaces it with --force', async () => {
    const database = await workspace.database();
    workspace.write('kept', 'mine');
    workspace.write('kept.partial', 'left by a killed command');
    await expect(workspace.run(database, ...args)).resolves.toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'kept exists already. Name another file, or replace it with --force.\n',
    });
    expect(workspace.read('kept')).toBe('mine');
    const forced = await workspace.run(database, ...args, '--force');
    expect(forced).toMatchObject({ exitCode: 0, stderr: '' });
    expect(forced.stdout).toMatch(/^kept contains .*\.\n/);
    expect(statSync(workspace.path('kept')).size).not.toBe(4);
    const modeOf = (name: string): number => statSync(workspace.path(name)).mode & 0o777;
    expect(modeOf('kept')).toBe(isPrivate ? 0o600 : modeOf(workspace.write('another', '')));
    expect(workspace.has('kept.partial')).toBe(false);
  });
});
