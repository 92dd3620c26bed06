import { aRecord, CliWorkspace, ndjson } from './cli-workspace.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

it('gives a file that, imported into an empty directory and exported again, has the same bytes', async () => {
  const [one, other] = [await workspace.database(), await workspace.database()];
  await workspace.run(one, 'seed', '--count', '300');
  await expect(workspace.run(one, 'export', 'one.json')).resolves.toEqual({
    exitCode: 0,
    stdout: '',
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

it('says why a file can not be written, and leaves none', async () => {
  const database = await workspace.database();
  const result = await workspace.run(database, 'export', '--all', 'absent/file.ndjson');
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toMatch(/^The export can't be written: ENOENT.*\n$/);
});
