import { CliWorkspace } from './cli-workspace.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

it('loads the same organisations for the same numbers, the sample organisation among them', async () => {
  const [one, other] = [await workspace.database(), await workspace.database()];
  const result = await workspace.run(one, 'seed', '--count', '600', '--seed', '9');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(result.stdout).toMatch(/^ +600 {2}created$/m);
  await workspace.run(other, 'seed', '--count', '600', '--seed', '9');
  const [first, second] = [
    await workspace.run(one, 'export', '--all', '-'),
    await workspace.run(other, 'export', '--all', '-'),
  ];
  expect(second.stdout).toBe(first.stdout);
  const administrators = await one.query(
    `SELECT status FROM directory.admin_user
     WHERE organisation_id = 'c0ffee00-0000-4000-8000-000000000001' AND user_email = 'admin@sample-bank.example'`,
  );
  expect(administrators).toEqual([{ status: 'Active' }]);
});

it('changes nothing the second time', async () => {
  const database = await workspace.database();
  await workspace.run(database, 'seed');
  const second = await workspace.run(database, 'seed');
  expect(second.stdout).toMatch(/^ +0 {2}created\n +0 {2}updated\n +40 {2}unchanged\n +0 {2}rejected$/m);
});
