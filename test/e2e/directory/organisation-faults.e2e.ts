import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { admin, superUser, user } from '../../support/identities.js';

const requiredFields = [
  'AddressLine1',
  'City',
  'CompanyRegister',
  'Country',
  'CountryOfRegistration',
  'LegalEntityName',
  'OrganisationName',
  'Postcode',
  'RegistrationNumber',
];

const tooEarly = 'The body is not valid JSON: it ends too early. Send the whole object.';
const invalidSomewhere =
  'The body is not valid JSON. Check its quotes, commas and brackets: {"Name": "value", …}.';
const invalidAt = (line: number, column: number): string =>
  `The body is not valid JSON at line ${line}, column ${column}. Check the quotes, commas and brackets there.`;

describe('the errors of a body', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database);
  });
  afterAll(() => service.close());

  /** Returns the error sentences of a response, sorted. */
  const faultsOf = async (method: string, path: string, body: unknown): Promise<string[]> => {
    const answer = await service.as(admin).send(method, path, { body });
    expect([answer.status, Object.keys(answer.body as object)]).toEqual([400, ['errors']]);
    return (answer.body as { errors: string[] }).errors.sort();
  };

  const bothWrites = [
    ['PUT', '/organisations/org-1'],
    ['POST', '/organisations'],
  ] as const;

  describe.each(bothWrites)('%s', (method, path) => {
    it('name every missing required field', async () => {
      expect(await faultsOf(method, path, {})).toEqual(
        requiredFields.map((field) => `${field} must be provided`),
      );
    });

    it('are all reported together, one sentence for each', async () => {
      const body = anOrganisationBody({
        AddressLine1: '1 St',
        AddressLine2: 'x'.repeat(256),
        City: null,
        Country: '<G>',
        Flags: ['a', 'a'],
        LogoUri: 'ftp://bank.example/logo.png',
        OrganisationName: '',
        Postcode: 12_345,
        RegistrationId: '\u0000',
        RequiresParticipantTermsAndConditionsSigning: 'yes',
        Status: 'Closed',
        Unknown: 1,
      });
      expect(await faultsOf(method, path, body)).toEqual([
        'AddressLine1 must have 5 to 255 characters',
        'AddressLine2 must have at most 255 characters',
        'City must be provided',
        'Country must not contain < or >',
        'Flags must be a list of at most 1000 flags, each by its Id or as an object with an Id, without repetition',
        'LogoUri must be an http(s) URL of an svg, png or jpg image, or a data URI of one',
        'OrganisationName must have 1 to 255 characters',
        'Postcode must be text',
        'RegistrationId must be valid Unicode without NUL',
        'RequiresParticipantTermsAndConditionsSigning must be true or false',
        'Status must be one of Active, Pending, Withdrawn',
        'Unknown is not a known field',
      ]);
    });

    it.each([
      'Revision',
      'SearchText',
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      '$property',
      '',
      'a\u0000b',
      'é😀',
    ])('name the unknown field %j', async (name) => {
      const body = JSON.stringify(anOrganisationBody()).replace(
        '{',
        `{${JSON.stringify(name)}:{"City":"Leeds"},`,
      );
      expect(await faultsOf(method, path, body)).toEqual([`${name} is not a known field`]);
    });

    it.each([
      ['organisationName', 'OrganisationName'],
      ['organisation_name', 'OrganisationName'],
      ['address-line-1', 'AddressLine1'],
      ['city', 'City'],
    ])('name the known spelling of the unknown field %s', async (name, known) => {
      const body = anOrganisationBody({ [name]: 'Leeds' });
      expect(await faultsOf(method, path, body)).toEqual([`${name} is not a known field; write ${known}`]);
    });

    it('are the same for a field inside __proto__ as for a missing field', async () => {
      const { City, ...rest } = anOrganisationBody();
      const body = JSON.stringify(rest).replace('{', `{"__proto__":${JSON.stringify({ City })},`);
      expect(await faultsOf(method, path, body)).toEqual([
        'City must be provided',
        '__proto__ is not a known field',
      ]);
    });

    it('are reported up to a hundred, with a count of the rest', async () => {
      const unknown = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`Unknown${index}`, 1]));
      const faults = await faultsOf(method, path, anOrganisationBody({ ...unknown, City: 'x' }));
      expect(faults).toHaveLength(101);
      expect(faults).toContain('and 101 more');
      expect(faults.filter((fault) => /^Unknown\d+ is not a known field$/.test(fault))).toHaveLength(100);
    });

    it('are reported without a count up to a hundred', async () => {
      const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`Unknown${index}`, 1]));
      expect(await faultsOf(method, path, anOrganisationBody(unknown))).toHaveLength(100);
    });

    it('truncate the name of a long unknown field', async () => {
      const [fault, ...others] = await faultsOf(
        method,
        path,
        anOrganisationBody({ ['x'.repeat(500_000)]: 1 }),
      );
      expect(others).toEqual([]);
      expect(fault).toBe(`${'x'.repeat(100)}… is not a known field`);
    });

    it.each([
      [100, 'x'.repeat(100)],
      [101, `${'x'.repeat(100)}…`],
    ])('name an unknown field of %i characters %s', async (length, named) => {
      const body = anOrganisationBody({ ['x'.repeat(length)]: 1 });
      expect(await faultsOf(method, path, body)).toEqual([`${named} is not a known field`]);
    });

    it.each([
      ['null', 'null', 'null'],
      ['a list', '[]', 'a list'],
      ['a list of one body', '[{}]', 'a list'],
      ['text', '"{}"', 'a string'],
      ['a number', '1', 'a number'],
      ['true', 'true', 'a boolean'],
    ])('have one sentence when the body is %s', async (_title, body, kind) => {
      expect(await faultsOf(method, path, body)).toEqual([`The body is ${kind}; send a JSON object.`]);
    });

    it('have one sentence when the body is empty', async () => {
      expect(await faultsOf(method, path, '')).toEqual(['The body is empty; send a JSON object.']);
    });

    it.each([
      ['cut off', '{"City":', tooEarly],
      ['cut off in a text', '{"City":"Lon', tooEarly],
      ['followed by more', '{}{}', invalidAt(1, 3)],
      ['with a comment', '{/* */}', invalidAt(1, 2)],
      ['with a raw line break in a text', '{"City":"a\nb"}', invalidAt(1, 11)],
      ['with a comma behind the last field', '{\n  "City": "London",\n}', invalidAt(3, 1)],
      ['nested without end', '['.repeat(500_000), tooEarly],
      ['blank', '  ', tooEarly],
      ['a form', 'City=London', invalidSomewhere],
    ])('have one sentence for invalid JSON: %s', async (_title, body, sentence) => {
      expect(await faultsOf(method, path, body)).toEqual([sentence]);
    });

    it('have one sentence when the body is not UTF-8', async () => {
      const bytes = Buffer.from(JSON.stringify(anOrganisationBody({ City: 'Zürich' })), 'latin1');
      expect(await faultsOf(method, path, bytes)).toEqual([
        'The body is not valid UTF-8. Encode the JSON text in UTF-8.',
      ]);
    });
  });

  it('are reported together with errors of the path and the query', async () => {
    const path = `/organisations/${'i'.repeat(41)}?dryRun=true`;
    expect(await faultsOf('PUT', path, anOrganisationBody({ City: null, Unknown: 1 }))).toEqual([
      'City must be provided',
      'OrganisationId must have 1 to 40 characters',
      'Unknown is not a known field',
      'dryRun is not a known parameter; there are none here',
    ]);
  });

  it('are reported before the organisation is looked up', async () => {
    expect(await faultsOf('PUT', '/organisations/nobody', anOrganisationBody({ City: null }))).toEqual([
      'City must be provided',
    ]);
  });

  it('leave the organisation, its history and the number of organisations unchanged', async () => {
    const organisations = await service.database.query('SELECT xmin, * FROM directory.organisation');
    expect(organisations).toMatchObject([{ organisation_id: 'org-1', city: 'London', revision: 1 }]);
    await faultsOf('PUT', '/organisations/org-1', anOrganisationBody({ City: 'Leeds', Unknown: 1 }));
    await faultsOf('POST', '/organisations', anOrganisationBody({ OrganisationId: 'org-2', Unknown: 1 }));
    expect(await service.database.query('SELECT xmin, * FROM directory.organisation')).toEqual(organisations);
    expect(await service.database.query('SELECT FROM directory.organisation_history')).toEqual([]);
  });
});

describe('the flags in a body', () => {
  let service: TestApp;
  const many = Array.from({ length: 1_001 }, (_, index) => `many-${index}`);
  beforeAll(async () => {
    service = await startApp();
    const { database } = service;
    await anOrganisation(database);
    await anAdminUser(database, 'org-1', 'admin@bank.example');
    await aFlag(database, { flag_id: 'kind', name: 'Kind' });
    await aFlag(database, { flag_id: 'inactive', name: 'Inactive', status: 'Inactive' });
    await aFlag(database, { flag_id: 'of software', name: 'Software', type: 'Software_Statement' });
    await aFlag(database, { flag_id: 'of a server', name: 'Server', type: 'Authorisation_Server' });
    await aFlag(database, { flag_id: 'level 5', name: 'Secret', access_level: 5 });
    await aFlag(database, { flag_id: '😀'.repeat(40), name: 'Emoji' });
    await database.query(
      `INSERT INTO directory.flag (flag_id, name, type, value) SELECT id, id, 'Organisation', 'Yes' FROM unnest($1::text[]) id`,
      [many],
    );
  });
  afterAll(() => service.close());

  const unassignable = (id: string): string =>
    `Flags names ${id}, which is not an Active flag of Type Organisation`;
  const asList =
    'Flags must be a list of at most 1000 flags, each by its Id or as an object with an Id, without repetition';
  const asText = 'each of Flags must be the Id of a flag, or an object with an Id';
  const length = 'each of Flags must have 1 to 40 characters';

  const refusals: [title: string, flags: unknown, ...sentences: string[]][] = [
    ['text', 'kind', asList],
    ['a number', 1, asList],
    ['true', true, asList],
    ['an object', { 0: 'kind' }, asList],
    ['the empty text', '', asList],
    ['the same id twice', ['kind', 'kind'], asList],
    ['1,001 ids', many, asList],
    ['1,001 ids in objects', many.map((Id) => ({ Id })), asList],
    ['a list of a number', [1], asText],
    ['a list of null', [null], asText],
    ['a list of an object without Id', [{ Name: 'kind' }], asText],
    ['a list of a list', [['kind']], asText],
    ['an empty id', [''], length],
    ['an id of 41 characters', ['x'.repeat(41)], length],
    ['an id of 41 emoji', ['😀'.repeat(41)], length],
    ['an id with <', ['<kind'], 'each of Flags must not contain < or >'],
    ['an id with NUL', ['kind\u0000'], 'each of Flags must be valid Unicode without NUL'],
    ['an id with a lone surrogate', ['kind\ud800'], 'each of Flags must be valid Unicode without NUL'],
    ['an unknown id', ['nobody'], unassignable('nobody')],
    ['an id in other letter case', ['KIND'], unassignable('KIND')],
    ['an id with a blank', ['kind '], unassignable('kind ')],
    ['an Inactive flag', ['inactive'], unassignable('inactive')],
    ['a flag of software', ['of software'], unassignable('of software')],
    ['a flag of a server', ['of a server'], unassignable('of a server')],
    ['one bad among good', ['kind', 'nobody'], unassignable('nobody')],
    ['several bad', ['nobody', 'kind', 'inactive'], unassignable('nobody'), unassignable('inactive')],
  ];

  it.each(refusals)('may not be %s', async (_title, flags, ...errors) => {
    const body = anOrganisationBody({ Flags: flags });
    const client = service.as(admin);
    for (const answer of [
      await client.put('/organisations/org-1', body),
      await client.post('/organisations', body),
    ]) {
      expect([answer.status, answer.body]).toEqual([400, { errors }]);
    }
    const rows = await service.database.query(
      `SELECT organisation_id, revision FROM directory.organisation
       UNION ALL SELECT organisation_id, revision FROM directory.organisation_history`,
    );
    expect(rows).toEqual([{ organisation_id: 'org-1', revision: 1 }]);
    expect(await service.database.query('SELECT FROM directory.organisation_flag')).toEqual([]);
  });

  it.each([
    [100, 0],
    [101, 1],
  ])('may not be %i unknown ids, of which %i are only counted', async (count, more) => {
    const unknown = Array.from({ length: count }, (_, index) => `nobody-${index}`);
    const { status, body } = await service
      .as(admin)
      .put('/organisations/org-1', anOrganisationBody({ Flags: unknown }));
    const errors = [...unknown.slice(0, 100).map(unassignable), ...(more > 0 ? [`and ${more} more`] : [])];
    expect([status, body]).toEqual([400, { errors }]);
  });

  it('may not be above the clearance of the caller, who gets the answer for an unknown flag', async () => {
    const body = anOrganisationBody({ Flags: ['level 5'] });
    for (const clearance of [{}, { flag_access_level: 4 }]) {
      const { status, body: answer } = await service
        .as(user('admin@bank.example', clearance))
        .put('/organisations/org-1', body);
      expect([status, answer]).toEqual([400, { errors: [unassignable('level 5')] }]);
    }
    expect(await service.database.query('SELECT FROM directory.organisation_flag')).toEqual([]);
  });

  it.each([
    ['its administrator with that clearance', user('admin@bank.example', { flag_access_level: 5 })],
    ['a super user', superUser],
    ['directory:admin', admin],
  ])('may have any level within the clearance of %s', async (_who, identity) => {
    const body = anOrganisationBody({ Flags: ['level 5', 'kind'] });
    const { status, body: answer } = await service.as(identity).put('/organisations/org-1', body);
    expect([status, answer]).toMatchObject([200, { Flags: [{ Id: 'kind' }, { Id: 'level 5' }] }]);
  });

  it.each([
    ['a thousand', many.slice(0, 1_000)],
    ['one with the longest id, in emoji', ['😀'.repeat(40)]],
    ['none', []],
  ])('may be %s', async (_title, flags) => {
    const { status, body } = await service
      .as(admin)
      .put('/organisations/org-1', anOrganisationBody({ Flags: flags }));
    expect(status).toBe(200);
    const returned = (body as { Flags: { Id: string }[] }).Flags.map(({ Id }) => Id);
    expect(returned.sort()).toEqual([...flags].sort());
    const stored = await service.database.query<{ id: string }>(
      'SELECT flag_id AS id FROM directory.organisation_flag ORDER BY flag_id',
    );
    expect(stored.map(({ id }) => id)).toEqual([...flags].sort());
  });
});
