import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aRecord, CliWorkspace, ndjson } from './cli-workspace.js';

const participants = join(import.meta.dirname, '../../../../shared/data/obb_participants_2021-04-05.json');
const itOnRealData = existsSync(participants) ? it : it.skip;
const unless = existsSync(participants) ? '' : ' (skipped: the folder ../shared/data is not there)';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

const reportOf = (name = 'import-report.ndjson'): unknown[] =>
  workspace
    .read(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

itOnRealData(`loads a real participants file, and a second time changes nothing${unless}`, async () => {
  const database = await workspace.database();
  const first = await workspace.run(database, 'import', participants);
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(first.stdout).toMatch(/^ +59 {2}created\n +0 {2}updated\n +0 {2}unchanged\n +0 {2}rejected$/m);
  expect(first.stdout).toMatch(/^ +59 {2}CreatedOn: date without a time zone, read as UTC$/m);
  expect(first.stdout).toMatch(/^ +51 {2}ParentOrganisationReference: empty, read as no value$/m);
  expect(first.stdout).toMatch(/^ +22 {2}AddressLine1: trimmed$/m);
  expect(first.stdout).toMatch(/^ +59 {2}organisations with AuthorisationServers \(66 entries\)$/m);

  const second = await workspace.run(database, 'import', participants);
  expect(second.stdout).toMatch(/^ +0 {2}created\n +0 {2}updated\n +59 {2}unchanged\n +0 {2}rejected$/m);
  const counts = await database.query(
    `SELECT (SELECT count(*)::int FROM directory.organisation) AS organisations,
       (SELECT count(*)::int FROM directory.organisation_history) AS entries`,
  );
  expect(counts).toEqual([{ organisations: 59, entries: 59 }]);
});

it('writes an entry of the history for each organisation that it creates or changes', async () => {
  const database = await workspace.database();
  workspace.write('first.json', JSON.stringify([aRecord(), aRecord({ OrganisationId: 'org-2' })]));
  await workspace.run(database, 'import', 'first.json');
  workspace.write(
    'second.json',
    JSON.stringify([aRecord({ City: 'Leeds' }), aRecord({ OrganisationId: 'org-2' })]),
  );
  await workspace.run(database, 'import', 'second.json');
  const entries = await database.query<{ changes: unknown[]; interaction_id: string }>(
    `SELECT h.revision, h.client_id, h.user_email, h.operation, h.changes, h.interaction_id, o.revision AS present
     FROM directory.organisation_history h JOIN directory.organisation o USING (organisation_id)
     WHERE organisation_id = 'org-1' ORDER BY h.revision`,
  );
  const by = { client_id: 'import', user_email: null, operation: 'Import', present: 2 };
  expect(entries).toMatchObject([
    { ...by, revision: 1 },
    { ...by, revision: 2, changes: [{ Field: 'City', Old: 'London', New: 'Leeds' }] },
  ]);
  expect(entries[0]?.changes).toContainEqual({ Field: 'OrganisationName', Old: null, New: 'Marble Otter' });
  expect(entries[0]?.interaction_id).not.toBe(entries[1]?.interaction_id);
});

it('keeps what a record says nothing of', async () => {
  const database = await workspace.database();
  const whole = aRecord({
    Size: 'Large',
    LogoUri: 'https://www.example.com/logo.svg',
    Status: 'Withdrawn',
    RequiresParticipantTermsAndConditionsSigning: false,
    Flags: { Kind: 'Bank' },
  });
  workspace.write('whole.ndjson', ndjson([whole]));
  await workspace.run(database, 'import', 'whole.ndjson');
  const part = aRecord({ Status: null, Size: null, RequiresParticipantTermsAndConditionsSigning: null });
  workspace.write('part.ndjson', ndjson([part]));
  await workspace.run(database, 'import', 'part.ndjson');
  const { stdout } = await workspace.run(database, 'export', '--all', '-');
  expect(JSON.parse(stdout)).toMatchObject({
    Size: null,
    LogoUri: 'https://www.example.com/logo.svg',
    Status: 'Withdrawn',
    RequiresParticipantTermsAndConditionsSigning: false,
    Flags: [{ Name: 'Kind', Value: 'Bank' }],
  });
});

it('writes what it rejects to the report, with every reason, and ends with 1', async () => {
  const database = await workspace.database();
  const records = [
    aRecord(),
    'no object',
    aRecord({ OrganisationId: 'org-2', City: 'L', Country: null }),
    aRecord({ City: 'Leeds' }),
    aRecord({ OrganisationId: 'org-3', OrganisationName: 'nul \u0000' }),
    aRecord({ OrganisationId: 'org-4' }),
  ];
  workspace.write('some.ndjson', `${ndjson(records)}{"OrganisationId": "org-5", "City": "Lo`);
  const result = await workspace.run(database, 'import', 'some.ndjson', '--report', 'refused.ndjson');
  expect(result.exitCode).toBe(1);
  expect(result.stdout).toMatch(/^ +2 {2}created\n +0 {2}updated\n +0 {2}unchanged\n +5 {2}rejected$/m);
  expect(result.stdout).toContain('refused.ndjson');
  expect(reportOf('refused.ndjson')).toEqual([
    { record: 2, OrganisationId: null, errors: ['The record is not a JSON object'] },
    {
      record: 3,
      OrganisationId: 'org-2',
      errors: expect.arrayContaining([
        'City must have 2 to 255 characters',
        'Country must be provided',
      ]) as unknown,
    },
    {
      record: 4,
      OrganisationId: 'org-1',
      errors: ['OrganisationId occurs more than once in the file, first in record 1'],
    },
    {
      record: 5,
      OrganisationId: 'org-3',
      errors: ['OrganisationName must be valid Unicode without NUL'],
    },
    { record: 7, OrganisationId: null, errors: [expect.stringMatching(/^The record is not valid JSON: /)] },
  ]);
});

it('leaves no report where nothing is rejected, not even that of the run before', async () => {
  const database = await workspace.database();
  workspace.write('import-report.ndjson', 'left over');
  workspace.write('good.json', JSON.stringify([aRecord()]));
  await workspace.run(database, 'import', 'good.json');
  expect(workspace.has('import-report.ndjson')).toBe(false);
});

it('loads the records before the place where an array is cut off, and ends with 1', async () => {
  const database = await workspace.database();
  const whole = JSON.stringify([aRecord(), aRecord({ OrganisationId: 'org-2' })], null, 1);
  workspace.write('cut.json', whole.slice(0, -40));
  const result = await workspace.run(database, 'import', 'cut.json');
  expect(result).toMatchObject({
    exitCode: 1,
    stderr:
      'cut.json is broken JSON from line 27, column 9: the file ends before its array does. ' +
      'Correct the file and import it again.\n',
  });
  expect(result.stdout).toMatch(/^ +1 {2}created$/m);
  expect(result.stdout).toContain("Stopped after record 1: the rest of the file can't be read.\n");
  await expect(database.query('SELECT organisation_id FROM directory.organisation')).resolves.toEqual([
    { organisation_id: 'org-1' },
  ]);
  await expect(database.query('SELECT FROM directory.import_position')).resolves.toEqual([]);
});

it('names the line and column where an array is no JSON', async () => {
  const database = await workspace.database();
  const records = ndjson([aRecord({ City: 'L' }), aRecord({ OrganisationId: 'org-2' })])
    .trimEnd()
    .replace('\n', ',\n');
  workspace.write('broken.json', `[\n${records},\n {"OrganisationId": org-3}]`);
  const { exitCode, stdout, stderr } = await workspace.run(database, 'import', 'broken.json');
  expect([exitCode, stderr]).toEqual([
    1,
    'broken.json is broken JSON from line 4, column 21: unexpected text. Correct the file and import it again.\n',
  ]);
  expect(stdout).toMatch(/^ +1 {2}created\n +0 {2}updated\n +0 {2}unchanged\n +1 {2}rejected$/m);
  expect(reportOf()).toMatchObject([{ record: 1, OrganisationId: 'org-1' }]);
});

describe('Flags', () => {
  it('of a map are created at level 0 and replace those of level 0 only', async () => {
    const database = await workspace.database();
    const hidden = { Id: 'hidden', Name: 'Review', Value: 'Due', AccessLevel: 5 };
    workspace.write(
      'whole.ndjson',
      ndjson([aRecord({ Flags: [hidden, { Id: 'open', Name: 'Kind', Value: 'Bank' }] })]),
    );
    await workspace.run(database, 'import', 'whole.ndjson');
    workspace.write('map.ndjson', ndjson([aRecord({ Flags: { Kind: ['Broker', 'Insurer'] } })]));
    const result = await workspace.run(database, 'import', 'map.ndjson');
    expect(result.stdout).toMatch(/^ +2 {2}flags created$/m);
    const flags = await database.query(
      `SELECT name, value, access_level, type, status FROM directory.organisation_flag JOIN directory.flag USING (flag_id)
       ORDER BY name, value`,
    );
    const kind = { name: 'Kind', access_level: 0, type: 'Organisation', status: 'Active' };
    expect(flags).toEqual([
      { ...kind, value: 'Broker' },
      { ...kind, value: 'Insurer' },
      { name: 'Review', value: 'Due', access_level: 5, type: 'Organisation', status: 'Active' },
    ]);
  });

  it('that the import creates begin a history, signed like those of the organisations, once', async () => {
    const database = await workspace.database();
    workspace.write(
      'begin.ndjson',
      ndjson([
        aRecord({ Flags: { Kind: ['Bank', 'Broker'] } }),
        aRecord({ OrganisationId: 'org-2', Flags: { Kind: 'Bank' } }),
      ]),
    );
    await workspace.run(database, 'import', 'begin.ndjson');
    await workspace.run(database, 'import', 'begin.ndjson');
    const entries = await database.query(
      `SELECT f.value, h.revision, h.user_email, h.operation, h.changes, o.signature = (h.client_id, h.interaction_id) AS "isOfRun"
       FROM directory.flag_history h JOIN directory.flag f USING (flag_id)
       CROSS JOIN (SELECT DISTINCT (client_id, interaction_id) AS signature FROM directory.organisation_history) o
       ORDER BY f.value`,
    );
    const created = (value: string) => ({
      value,
      revision: 1,
      user_email: null,
      operation: 'Create',
      changes: [
        { Field: 'CreatedAt', Old: null, New: expect.stringMatching(/Z$/) as string },
        { Field: 'UpdatedAt', Old: null, New: expect.stringMatching(/Z$/) as string },
        { Field: 'Name', Old: null, New: 'Kind' },
        { Field: 'Type', Old: null, New: 'Organisation' },
        { Field: 'Value', Old: null, New: value },
        { Field: 'Status', Old: null, New: 'Active' },
        { Field: 'AccessLevel', Old: null, New: 0 },
      ],
      isOfRun: true,
    });
    expect(entries).toEqual([created('Bank'), created('Broker')]);
  });

  it('that are Inactive are refused', async () => {
    const database = await workspace.database();
    await database.query(
      `INSERT INTO directory.flag (flag_id, name, type, value, status) VALUES ('f', 'Kind', 'Organisation', 'Bank', 'Inactive')`,
    );
    workspace.write('inactive.ndjson', ndjson([aRecord({ Flags: { Kind: 'Bank', Sector: 'Credit' } })]));
    const result = await workspace.run(database, 'import', 'inactive.ndjson');
    expect(result.exitCode).toBe(1);
    expect(reportOf()).toEqual([
      {
        record: 1,
        OrganisationId: 'org-1',
        errors: ['Flags names Kind=Bank, which is not an Active flag of Type Organisation'],
      },
    ]);
    await expect(database.query('SELECT flag_id FROM directory.flag')).resolves.toEqual([{ flag_id: 'f' }]);
  });
});

describe('a command that can not do its work', () => {
  it.each([
    [['import', 'absent.json'], 1, "absent.json can't be imported: it does not exist.\n"],
    [['import', '.'], 1, ".  can't be imported: it is not a file.\n".replace('  ', ' ')],
    [
      ['import', 'file.json', '--report', 'file.json'],
      1,
      'The report would overwrite the imported file. Name another report with --report FILE.\n',
    ],
  ])('says why: %j', async (args, exitCode, stderr) => {
    const database = await workspace.database();
    await expect(workspace.run(database, ...args)).resolves.toEqual({ exitCode, stdout: '', stderr });
  });

  it('ends with 2 where it is called wrongly', async () => {
    const database = await workspace.database();
    for (const args of [[], ['import'], ['nonsense'], ['seed', '--count', '-1'], ['import', 'a', 'b']]) {
      await expect(workspace.run(database, ...args)).resolves.toMatchObject({ exitCode: 2, stdout: '' });
    }
  });

  it('tells to migrate a database that is not its own', async () => {
    const database = await workspace.database(null);
    workspace.write('good.json', JSON.stringify([aRecord()]));
    await expect(workspace.run(database, 'import', 'good.json')).resolves.toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'The database of DATABASE_URL is not migrated: run "npm run cli -- migrate" first.\n',
    });
    const migrated = await workspace.run(database, 'migrate');
    expect(migrated).toMatchObject({ exitCode: 0, stderr: '' });
    await expect(workspace.run(database, 'import', 'good.json')).resolves.toMatchObject({ exitCode: 0 });
  });
});
