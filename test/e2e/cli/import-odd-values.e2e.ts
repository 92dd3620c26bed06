import type { TestDatabase } from '../../support/postgres.js';
import { aRecord, CliWorkspace, ndjson } from './cli-workspace.js';

const workspace = new CliWorkspace();

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

afterAll(() => workspace.close());

const reportOf = (name: string): unknown[] =>
  workspace
    .read(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

const storedIn = (database: TestDatabase): Promise<unknown[]> =>
  database.query(
    `SELECT organisation_id AS id, status, logo_uri AS logo, postcode,
       to_char(created_on AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS created
     FROM directory.organisation ORDER BY organisation_id`,
  );

it('an odd value of an optional field costs that value only, and the report notes it by record and id', async () => {
  const database = await workspace.database();
  workspace.write(
    'odd.ndjson',
    ndjson([
      aRecord(),
      aRecord({ OrganisationId: 'org-2', LogoUri: 'https://www.example.com/logo.webp' }),
      aRecord({ OrganisationId: 'org-3', CreatedOn: 'Fri, 18 Dec 2020 17:53:49 GMT', Status: 'PENDING' }),
      aRecord({ OrganisationId: 'org-4', Postcode: 12345, Flags: [{ Name: 'Kind', Value: 'Bank' }] }),
      aRecord({ OrganisationId: 5, City: ' Leeds ' }),
    ]),
  );
  const result = await workspace.run(database, 'import', 'odd.ndjson');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(result.stdout).toMatch(/^ +5 {2}created\n +0 {2}updated\n +0 {2}unchanged\n +0 {2}rejected$/m);
  expect(result.stdout).toMatch(/^ +1 {2}LogoUri: left out$/m);
  expect(result.stdout).not.toContain('Rejected');
  expect(result.stdout).toContain('import-report.ndjson\n');
  const created = '2020-12-18 17:53:49';
  await expect(storedIn(database)).resolves.toEqual([
    { id: '5', status: 'Active', logo: null, postcode: 'EC1A 1AA', created },
    { id: 'org-1', status: 'Active', logo: null, postcode: 'EC1A 1AA', created },
    { id: 'org-2', status: 'Active', logo: null, postcode: 'EC1A 1AA', created },
    { id: 'org-3', status: 'Pending', logo: null, postcode: 'EC1A 1AA', created },
    { id: 'org-4', status: 'Active', logo: null, postcode: '12345', created },
  ]);
  expect(reportOf('import-report.ndjson')).toEqual([
    {
      record: 2,
      OrganisationId: 'org-2',
      notes: [
        'LogoUri: left out, must be an http(s) URL of an svg, png or jpg image, or a data URI of one: ' +
          '"https://www.example.com/logo.webp"',
      ],
    },
    {
      record: 3,
      OrganisationId: 'org-3',
      notes: [
        'CreatedOn: date converted to UTC with milliseconds',
        'Status: read in another letter case: "PENDING"',
      ],
    },
    {
      record: 4,
      OrganisationId: 'org-4',
      notes: [
        'Postcode: number read as text: 12345',
        'Flags: left out, Id must be provided: {"Name":"Kind","Value":"Bank"}',
      ],
    },
    {
      record: 5,
      OrganisationId: '5',
      notes: ['City: trimmed', 'OrganisationId: number read as text: 5'],
    },
  ]);
});

it('an odd value leaves the value that an organisation has', async () => {
  const database = await workspace.database();
  const logo = 'https://www.example.com/logo.svg';
  workspace.write('first.json', JSON.stringify([aRecord({ LogoUri: logo })]));
  await workspace.run(database, 'import', 'first.json');
  workspace.write('second.json', JSON.stringify([aRecord({ LogoUri: 'none', CreatedOn: 'yesterday' })]));
  const result = await workspace.run(database, 'import', 'second.json', '--report', 'second.ndjson');
  expect(result.exitCode).toBe(0);
  expect(result.stdout).toMatch(/^ +1 {2}unchanged$/m);
  await expect(storedIn(database)).resolves.toMatchObject([{ logo, created: '2020-12-18 17:53:49' }]);
  expect(reportOf('second.ndjson')).toMatchObject([
    {
      record: 1,
      notes: [expect.stringMatching(/^CreatedOn: left out/), expect.stringMatching(/^LogoUri: /)],
    },
  ]);
});

it('rejected records and notes are in the order of the file, and the first three are shown', async () => {
  const database = await workspace.database();
  const broken = { LegalEntityName: null, City: 'L', Country: null, Postcode: '1', CompanyRegister: null };
  const records = [
    aRecord({ City: '-' }),
    aRecord({ OrganisationId: 'org-2', Status: 'active' }),
    aRecord({ OrganisationId: 'org-3', ...broken, AddressLine1: 'x' }),
    aRecord({ OrganisationId: 'org-4', Postcode: 'NA' }),
    aRecord({ OrganisationId: 'org-5', Status: 'Suspended' }),
  ];
  workspace.write('some.json', JSON.stringify(records));
  const result = await workspace.run(database, 'import', 'some.json', '--report', 'mixed.ndjson');
  expect(result).toMatchObject({ exitCode: 1, stderr: '' });
  expect(result.stdout).toContain(
    [
      'Rejected records (the first 3 of 4):',
      '  record 1, OrganisationId org-1',
      '    City must have 2 to 255 characters',
      '  record 3, OrganisationId org-3',
    ].join('\n'),
  );
  expect(result.stdout).toMatch(
    /^ {4}and 1 more\n {2}record 4, OrganisationId org-4\n {4}Postcode must have/m,
  );
  expect(result.stdout).not.toContain('org-5');
  expect(reportOf('mixed.ndjson')).toMatchObject([
    { record: 1, errors: [expect.any(String)] },
    { record: 2, notes: ['Status: read in another letter case: "active"'] },
    { record: 3, OrganisationId: 'org-3' },
    { record: 4, OrganisationId: 'org-4' },
    { record: 5, OrganisationId: 'org-5', errors: ['Status must be one of Active, Pending, Withdrawn'] },
  ]);
  for (const line of result.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
