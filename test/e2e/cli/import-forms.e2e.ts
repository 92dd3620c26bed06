import { gzipSync } from 'node:zlib';
import type { TestDatabase } from '../../support/postgres.js';
import { aRecord, CliWorkspace, ndjson } from './cli-workspace.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

const two = [aRecord(), aRecord({ OrganisationId: 'org-2' })];
const taken =
  'import takes a JSON list of organisations, an object that holds the list, or NDJSON, plain or gzip.\n';

/** Every row and every index of the directory, as text. */
async function stateOf(database: TestDatabase): Promise<unknown[]> {
  return database.query(
    `SELECT to_jsonb(o)::text AS text FROM directory.organisation o
     UNION ALL SELECT to_jsonb(f)::text FROM directory.flag f
     UNION ALL SELECT to_jsonb(p)::text FROM directory.import_position p
     UNION ALL SELECT to_jsonb(d)::text FROM directory.deferred_index d
     UNION ALL SELECT to_jsonb(c)::text FROM directory.change_counter c
     UNION ALL SELECT i.indexrelid::text || i.indexrelid::regclass::text FROM pg_index i
     ORDER BY text`,
  );
}

describe('import loads', () => {
  it.each([
    ['a list that is pretty printed', JSON.stringify(two, null, 2)],
    ['a list under participants', JSON.stringify({ meta: { count: 2 }, participants: two }, null, 2)],
    ['a page of this API', JSON.stringify({ content: two, totalPages: 1, pageable: { number: 0 } })],
    ['NDJSON in gzip', gzipSync(ndjson(two))],
    ['a list under payload in gzip', gzipSync(JSON.stringify({ payload: two }))],
    ['organisations on several lines each', two.map((each) => JSON.stringify(each, null, 2)).join('\n')],
  ])('%s', async (_, content) => {
    const database = await workspace.database();
    workspace.write('organisations', content);
    const result = await workspace.run(database, 'import', 'organisations');
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(/^organisations: 2 records\n +2 {2}created\n/);
  });

  it('one organisation alone, and its own page and public file unchanged', async () => {
    const database = await workspace.database();
    workspace.write('one.json', JSON.stringify(aRecord(), null, 2));
    const first = await workspace.run(database, 'import', 'one.json');
    expect([first.exitCode, first.stdout]).toEqual([0, expect.stringMatching(/^one\.json: 1 record\n/)]);
    await workspace.run(database, 'export', 'public.json');
    workspace.write('public.json.gz', gzipSync(workspace.read('public.json')));
    const again = await workspace.run(database, 'import', 'public.json.gz');
    expect(again.stdout).toMatch(/^ +0 {2}created\n +0 {2}updated\n +1 {2}unchanged\n +0 {2}rejected$/m);
  });
});

describe('import refuses', () => {
  let database: TestDatabase;
  let before: unknown[];
  beforeAll(async () => {
    database = await workspace.database();
    workspace.write('good.json', JSON.stringify(two));
    await workspace.run(database, 'import', 'good.json');
    before = await stateOf(database);
  });

  it.each([
    ['participants.csv', 'OrganisationId,OrganisationName\n1,Bank A\n', 'looks like CSV'],
    ['error.json', '{"errors": ["The access token has expired."]}', 'is an error response of an API'],
    ['empty.json', '', 'is empty'],
    ['none.json', '{"content": [], "totalSize": 0}', 'holds no organisation'],
    ['book.json', Buffer.from('PK\u0003\u0004', 'latin1'), 'looks like a zip archive or an Excel workbook'],
    ['page.json', '<!doctype html><title>Sign in</title>', 'looks like HTML'],
    ['banks.json', '[{"Document":"1"}]', 'is a list of other things than organisations, with Document'],
  ])('%s in one sentence and changes nothing: it %3$s', async (name, content, what) => {
    workspace.write(name, content);
    await expect(workspace.run(database, 'import', name)).resolves.toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `${name} can't be imported: it ${what}; ${taken}`,
    });
    await expect(stateOf(database)).resolves.toEqual(before);
    expect(workspace.has('import-report.ndjson')).toBe(false);
  });

  it('a large file of other JSON, keeps every index, and does not open the database', async () => {
    const line = `${JSON.stringify({ Document: '1', LongName: 'x'.repeat(1_000) })}\n`;
    workspace.write('junk.ndjson', line.repeat(30_000));
    const result = await workspace.run(database, 'import', 'junk.ndjson');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toBe(
      `junk.ndjson can't be imported: it is JSON without organisations, with Document, LongName; ${taken}`,
    );
    await expect(stateOf(database)).resolves.toEqual(before);
  });
});

it('a gzip file that is cut off is loaded up to there, and ends with 1', async () => {
  const database = await workspace.database();
  const many = Array.from({ length: 2_000 }, (_, index) => aRecord({ OrganisationId: `org-${index}` }));
  const packed = gzipSync(ndjson(many));
  workspace.write('cut.ndjson.gz', packed.subarray(0, packed.length - 500));
  const result = await workspace.run(database, 'import', 'cut.ndjson.gz');
  expect([result.exitCode, result.stderr]).toEqual([
    1,
    'cut.ndjson.gz is damaged: unexpected end of file. Correct the file and import it again.\n',
  ]);
  expect(result.stdout).toMatch(/^Stopped after record \d{3,4}: the rest of the file can't be read\.$/m);
});
