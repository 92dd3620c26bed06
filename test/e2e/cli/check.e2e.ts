import { CliWorkspace } from './cli-workspace.js';

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

const workspace = new CliWorkspace();
afterAll(() => workspace.close());

describe('cli check', () => {
  it('finds nothing after seed, names a planted difference with exit code 1, and changes nothing', async () => {
    const database = await workspace.database();
    await workspace.run(database, 'seed', '--count', '5');
    expect(await workspace.run(database, 'check')).toEqual({
      exitCode: 0,
      stdout: 'Counts, revisions and histories match the rows.\n',
      stderr: '',
    });
    await database.query('UPDATE directory.organisation_count_bucket SET total = total + 1');
    const rows = 'SELECT xmin, * FROM directory.organisation_count_bucket';
    const before = await database.query(rows);
    const result = await workspace.run(database, 'check');
    expect(result).toEqual({
      exitCode: 1,
      stdout: expect.stringMatching(
        /^The count bucket from -infinity .* there are 5, \d of them Active\.\n$/,
      ) as string,
      stderr:
        'Differences found: 1. docs/operations/runbooks/check-differences.md says what each means and what to do.\n',
    });
    expect(await database.query(rows)).toEqual(before);
  });
});
