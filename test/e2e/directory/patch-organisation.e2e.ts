import { startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import { admin, software, user } from '../../support/identities.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { until } from '../../support/until.js';

const anna = user('anna@bank.example');
const mergePatch = 'application/merge-patch+json';

describe('PATCH /organisations/{OrganisationId}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  let serial = 0;
  /** Creates an organisation for one test, administered by Anna. */
  const fresh = async (row: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const id = `patch-${++serial}`;
    await anOrganisation(service.database, {
      organisation_id: id,
      registration_number: id,
      size: 'Large',
      requires_participant_terms_and_conditions_signing: false,
      ...row,
    });
    await anAdminUser(service.database, id, 'anna@bank.example');
    return id;
  };
  const flag = (row: Readonly<Record<string, unknown>>, id: string): Promise<string> =>
    aFlag(service.database, { value: String(row.flag_id), ...row }, [id]);
  const patch = (
    id: string,
    body: unknown,
    identity: Identity = admin,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> =>
    service
      .as(identity)
      .send('PATCH', `/organisations/${id}`, { body, headers: { 'content-type': mergePatch, ...headers } });
  const read = async (id: string): Promise<Record<string, unknown>> =>
    (await service.as(admin).get(`/organisations/${id}`)).body as Record<string, unknown>;
  const entriesOf = (id: string): Promise<{ changes: unknown }[]> =>
    service.database.query(
      `SELECT revision, client_id, user_email, operation, changes FROM directory.organisation_history
       WHERE organisation_id = $1 ORDER BY revision`,
      [id],
    );
  const sentencesOf = ({ status, body }: Answer): unknown[] => [status, (body as { errors: unknown }).errors];

  it('sets the fields that the body carries and keeps the others, with one history entry', async () => {
    const id = await fresh({ registered_name: 'Kept' });
    await flag({ flag_id: 'f-kept' }, id);
    const before = await read(id);
    const answer = await patch(id, { City: 'Leeds', RegisteredName: 'New' }, anna);
    expect([answer.status, answer.body]).toEqual([200, { ...before, City: 'Leeds', RegisteredName: 'New' }]);
    const got = await service.as(admin).get(`/organisations/${id}`);
    expect([got.text, got.headers.get('etag')]).toEqual([answer.text, answer.headers.get('etag')]);
    expect(await entriesOf(id)).toEqual([
      {
        revision: 2,
        client_id: 'website',
        user_email: 'anna@bank.example',
        operation: 'Update',
        changes: [
          { Field: 'RegisteredName', Old: 'Kept', New: 'New' },
          { Field: 'City', Old: 'London', New: 'Leeds' },
        ],
      },
    ]);
  });

  it.each([
    ['an empty body', {}],
    ['the present values', { City: 'London', Size: 'Large', Status: 'Active' }],
    ['Tags alone', { Tags: ['x'] }],
  ])('changes nothing, writes no entry and keeps the ETag for %s', async (_what, body) => {
    const id = await fresh();
    const before = await service.as(admin).get(`/organisations/${id}`);
    const answer = await patch(id, body);
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, before.headers.get('etag')]);
    expect(await entriesOf(id)).toEqual([]);
  });

  it.each([
    'Size',
    'RegistrationId',
    'RegisteredName',
    'AddressLine2',
    'ParentOrganisationReference',
    'LogoUri',
  ])('clears the optional text %s for null and for an empty text', async (field) => {
    for (const empty of [null, '', ' \u00a0']) {
      const id = await fresh({
        registration_id: 'X1',
        registered_name: 'Name',
        address_line2: 'Floor 2',
        parent_organisation_reference: 'patch-1',
        logo_uri: 'https://bank.example/logo.png',
      });
      const before = await read(id);
      const answer = await patch(id, { [field]: empty });
      expect(answer.status).toBe(200);
      expect(await read(id)).toEqual({ ...before, [field]: null });
    }
  });

  it.each([
    ['AddressLine1', 'AddressLine1 must be provided'],
    ['City', 'City must be provided'],
    ['CompanyRegister', 'CompanyRegister must be provided'],
    ['Country', 'Country must be provided'],
    ['CountryOfRegistration', 'CountryOfRegistration must be provided'],
    ['LegalEntityName', 'LegalEntityName must be provided'],
    ['OrganisationName', 'OrganisationName must be provided'],
    ['Postcode', 'Postcode must be provided'],
    ['RegistrationNumber', 'RegistrationNumber must be provided'],
    ['Status', 'Status must not be null; leave it out to keep it'],
    [
      'RequiresParticipantTermsAndConditionsSigning',
      'RequiresParticipantTermsAndConditionsSigning must not be null; leave it out to keep it',
    ],
  ])('rejects null for %s, which always has a value', async (field, sentence) => {
    const id = await fresh();
    expect(sentencesOf(await patch(id, { [field]: null, AddressLine2: 'x' }))).toEqual([400, [sentence]]);
    expect(await entriesOf(id)).toEqual([]);
  });

  it('reports all faults together, by the rules of PUT', async () => {
    const id = await fresh();
    const body = {
      City: null,
      Postcode: '1',
      Country: '<',
      Size: 5,
      Status: 'Closed',
      Flags: ['a', 'a'],
      No: 1,
    };
    const [status, errors] = sentencesOf(await patch(id, body));
    expect([status, (errors as string[]).sort()]).toEqual([
      400,
      [
        'City must be provided',
        'Country must have 2 to 255 characters',
        'Country must not contain < or >',
        'Flags must be a list of at most 1000 flags, each by its Id or as an object with an Id, without repetition',
        'No is not a known field',
        'Postcode must have 3 to 40 characters',
        'Size must be text',
        'Status must be one of Active, Pending, Withdrawn',
      ],
    ]);
  });

  it.each([
    ['null', 'null'],
    ['[]', 'a list'],
    ['"x"', 'a string'],
    ['1', 'a number'],
    ['[{"City":"Leeds"}]', 'a list'],
  ])('rejects the body %s, which is %s', async (body, kind) => {
    const id = await fresh();
    expect(sentencesOf(await patch(id, body))).toEqual([400, [`The body is ${kind}; send a JSON object.`]]);
  });

  describe('of flags', () => {
    it('replaces the list as a whole and keeps flags above the clearance of the caller', async () => {
      const id = await fresh();
      await flag({ flag_id: 'p-old' }, id);
      await flag({ flag_id: 'p-hidden', access_level: 3 }, id);
      await aFlag(service.database, { flag_id: 'p-new', value: 'p-new' });
      const answer = await patch(id, { Flags: ['p-new'] }, anna);
      expect(answer.body).toMatchObject({ Flags: [{ Id: 'p-new' }] });
      expect((await read(id)).Flags).toMatchObject([{ Id: 'p-hidden' }, { Id: 'p-new' }]);
    });

    it.each([[null], [[]]])(
      'removes the flags that the caller sees for %j, without a Warning',
      async (Flags) => {
        const id = await fresh();
        await flag({ flag_id: `p-seen-${serial}` }, id);
        await flag({ flag_id: `p-unseen-${serial}`, access_level: 3 }, id);
        const answer = await patch(id, { Flags }, anna);
        expect([answer.status, (answer.body as { Flags: unknown }).Flags]).toEqual([200, []]);
        expect(answer.body).not.toHaveProperty('Warnings');
        expect((await read(id)).Flags).toMatchObject([{ Id: `p-unseen-${serial}` }]);
      },
    );

    it('rejects a flag that the caller can not assign', async () => {
      const id = await fresh();
      await aFlag(service.database, { flag_id: 'p-secret', value: 'p-secret', access_level: 3 });
      expect(sentencesOf(await patch(id, { Flags: ['p-secret'] }, anna))).toEqual([
        400,
        ['Flags names p-secret, which is not an Active flag of Type Organisation'],
      ]);
    });
  });

  describe('with Warnings', () => {
    it.each([
      [
        'a value that the body carries',
        {},
        { Country: 'Brasil' },
        /^Country is not an ISO 3166-1 alpha-2 code/,
      ],
      ['a value that stays', { country: 'Brasil' }, { City: 'Leeds' }, /^Country is not/],
      [
        'an unknown parent that stays',
        { parent_organisation_reference: 'nobody' },
        { City: 'Leeds' },
        /^ParentOrganisationReference matches no/,
      ],
      ['an unknown parent that the body carries', {}, { ParentOrganisationReference: 'nobody' }, /^Parent/],
    ])('speaks of %s', async (_what, row, body, sentence) => {
      const answer = await patch(await fresh(row), body);
      expect((answer.body as { Warnings: unknown }).Warnings).toEqual([expect.stringMatching(sentence)]);
    });

    it.each([
      ['a number that stays and a register that the body carries', { CompanyRegister: 'Twin register' }],
      ['a number that the body carries and a register that stays', { RegistrationNumber: 'twin' }],
      ['both in the body', { RegistrationNumber: 'twin', CompanyRegister: 'Twin register' }],
    ])('finds another Active organisation by %s', async (_what, body) => {
      await fresh({ registration_number: 'twin', company_register: 'Twin register' });
      const id = await fresh({
        registration_number: 'RegistrationNumber' in body ? 'other' : 'twin',
        company_register: 'CompanyRegister' in body ? 'Other register' : 'Twin register',
      });
      const answer = await patch(id, body);
      expect((answer.body as { Warnings: unknown }).Warnings).toEqual([
        'RegistrationNumber is that of another Active organisation in the same CompanyRegister.',
      ]);
    });

    it('has none where Status and Flags are left out and stay', async () => {
      const id = await fresh({ status: 'Withdrawn' });
      await flag({ flag_id: 'p-quiet' }, id);
      const answer = await patch(id, { City: 'Leeds' });
      expect(answer.body).not.toHaveProperty('Warnings');
    });
  });

  describe('rights', () => {
    it.each([
      ['403 for software', software, 403],
      ['404 for a user who may not see the organisation', user('bert@bank.example'), 404],
      ['200 for its administrator', anna, 200],
      ['200 for directory:admin', admin, 200],
    ])('answers %s', async (_what, identity, status) => {
      const id = await fresh();
      expect((await patch(id, { City: 'Leeds' }, identity)).status).toBe(status);
      expect(await entriesOf(id)).toHaveLength(status === 200 ? 1 : 0);
    });

    it('answers 404 for an unknown organisation and creates nothing', async () => {
      const answer = await patch('nobody', anOrganisationBody());
      expect(answer.status).toBe(404);
      expect((await service.as(admin).get('/organisations/nobody')).status).toBe(404);
    });

    it('answers 403 for an administrator who moves Status to Active, and 200 where it is Active already', async () => {
      const pending = await fresh({ status: 'Pending' });
      expect((await patch(pending, { Status: 'Active' }, anna)).status).toBe(403);
      const active = await fresh();
      expect((await patch(active, { Status: 'Active', City: 'Leeds' }, anna)).status).toBe(200);
    });
  });

  it.each([
    ['the present tag', (tag: string) => tag, 200],
    ['*', () => '*', 200],
    ['another tag', () => '"other"', 412],
  ])('compares If-Match with the current version: %s', async (_what, header, status) => {
    const id = await fresh();
    const tag = (await service.as(admin).get(`/organisations/${id}`)).headers.get('etag') ?? '';
    const answer = await patch(id, { City: 'Leeds' }, admin, { 'if-match': header(tag) });
    expect([answer.status, (await entriesOf(id)).length]).toEqual([status, status === 200 ? 1 : 0]);
  });

  describe('media types', () => {
    it.each([
      mergePatch,
      'application/json',
      'application/merge-patch+json; charset=utf-8',
      'Application/Merge-Patch+JSON;charset="UTF-8"',
    ])('accepts %s', async (contentType) => {
      const id = await fresh();
      const answer = await patch(id, { City: 'Leeds' }, admin, { 'content-type': contentType });
      expect([answer.status, (await read(id)).City]).toEqual([200, 'Leeds']);
    });

    it.each([
      ['another type', { 'content-type': 'application/json-patch+json' }],
      ['a longer type', { 'content-type': 'application/merge-patch+jsonx' }],
      ['another charset', { 'content-type': `${mergePatch}; charset=utf-16` }],
      ['an encoded body', { 'content-encoding': 'gzip' }],
    ])('answers %s with 415 and Accept-Patch', async (_what, headers) => {
      const id = await fresh();
      const answer = await patch(id, { City: 'Leeds' }, admin, headers);
      expect([answer.status, answer.headers.get('accept-patch')]).toEqual([
        415,
        'application/merge-patch+json, application/json',
      ]);
      expect(await entriesOf(id)).toEqual([]);
    });

    it('are not taken by PUT and POST, whose 415 has Accept-Patch only on the path that takes PATCH', async () => {
      const id = await fresh();
      const options = { body: '{}', headers: { 'content-type': mergePatch } };
      const put = await service.as(admin).send('PUT', `/organisations/${id}`, options);
      const post = await service.as(admin).send('POST', '/organisations', options);
      expect([put.status, put.headers.get('accept-patch')]).toEqual([
        415,
        'application/merge-patch+json, application/json',
      ]);
      expect([post.status, post.headers.get('accept-patch')]).toEqual([415, null]);
    });
  });

  it('is in Allow for this path only', async () => {
    const id = await fresh();
    const one = await service.as(admin).delete(`/organisations/${id}`);
    const list = await patch('', {});
    expect([one.status, one.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH, PUT']);
    expect([list.status, list.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('keeps concurrent patches of different fields, each with a history entry', async () => {
    const id = await fresh();
    const bodies = [
      { City: 'Leeds' },
      { Postcode: 'LS1 1AA' },
      { AddressLine2: 'Floor 3' },
      { Size: null },
      { RegisteredName: 'Registered' },
      { CompanyRegister: 'Other' },
      { OrganisationName: 'Renamed' },
      { Status: 'Withdrawn' },
    ];
    const answers = await Promise.all(bodies.map((body) => patch(id, body)));
    expect(answers.map((answer) => answer.status)).toEqual(bodies.map(() => 200));
    expect(await read(id)).toMatchObject(Object.assign({}, ...bodies) as object);
    expect(await entriesOf(id)).toHaveLength(bodies.length);
  });

  it('merges into a change that commits while it waits', async () => {
    const id = await fresh();
    const other = await otherTransaction(service.database);
    await other.query(
      `UPDATE directory.organisation SET city = 'York', size = NULL, revision = revision + 1 WHERE organisation_id = $1`,
      [id],
    );
    const answer = patch(id, { Postcode: 'YO1 1AA' });
    await waiting(service.database);
    await other.commit();
    expect([(await answer).status, (await answer).body]).toMatchObject([
      200,
      { City: 'York', Size: null, Postcode: 'YO1 1AA' },
    ]);
    expect(await entriesOf(id)).toMatchObject([
      { changes: [{ Field: 'Postcode', Old: 'EC1A 1AA', New: 'YO1 1AA' }] },
    ]);
  });

  it('merges into the state under its locks, after three conflicts', async () => {
    const id = await fresh();
    const holdHistory = 'LOCK TABLE directory.organisation_history IN SHARE ROW EXCLUSIVE MODE';
    let holder = await otherTransaction(service.database);
    await holder.query(holdHistory);
    const answer = patch(id, { Postcode: 'YO1 1AA' });
    for (const city of ['York', 'Leeds', 'Hull']) {
      await waiting(service.database);
      await service.database.query(
        'UPDATE directory.organisation SET city = $2, revision = revision + 1 WHERE organisation_id = $1',
        [id, city],
      );
      const next = await otherTransaction(service.database);
      const taking = next.query(holdHistory);
      await waiting(service.database, 2);
      await holder.commit();
      await taking;
      holder = next;
    }
    await waiting(service.database);
    await holder.commit();
    expect([(await answer).status, (await answer).body]).toMatchObject([
      200,
      { City: 'Hull', Postcode: 'YO1 1AA' },
    ]);
    expect(await entriesOf(id)).toHaveLength(1);
  });
});

describe('PATCH while the database goes away', () => {
  let service: TestApp;
  let wire: TcpProxy;
  beforeAll(async () => {
    const engine = new URL(process.env.TEST_ENGINE_URL ?? '');
    wire = await startTcpProxy({ hostname: engine.hostname, port: Number(engine.port) });
    service = await startApp({ DATABASE_TIMEOUT_MS: '5000' }, wire.port);
    await anOrganisation(service.database);
  });
  afterAll(async () => {
    await service.close();
    await wire.cut();
  });

  it('answers 502, and the change is whole or not made', async () => {
    const patch = (body: object): Promise<Answer> =>
      service.as(admin).send('PATCH', '/organisations/org-1', { body });
    const stateOf = (): Promise<{ revision: number; city: string; entries: number }[]> =>
      service.database.query(
        `SELECT o.revision, o.city, (SELECT count(*)::int FROM directory.organisation_history) AS entries
         FROM directory.organisation o`,
      );
    await wire.cut();
    expect((await patch({ City: 'Leeds' })).status).toBe(502);
    await wire.mend();
    expect(await stateOf()).toEqual([{ revision: 1, city: 'London', entries: 0 }]);

    const other = await otherTransaction(service.database);
    await other.query('SELECT FROM directory.organisation FOR UPDATE');
    const answer = patch({ City: 'York' });
    await waiting(service.database);
    await wire.cut();
    expect((await answer).status).toBe(502);
    await other.commit();
    await wire.mend();
    await until('the end of the statement without a client', async () => {
      const rows = await service.database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`,
      );
      return rows.length === 0 ? true : null;
    });
    const [state] = await stateOf();
    expect([
      { revision: 1, city: 'London', entries: 0 },
      { revision: 2, city: 'York', entries: 1 },
    ]).toContainEqual(state);
    expect((await patch({ City: 'Hull' })).status).toBe(200);
    expect(await stateOf()).toEqual([
      { revision: (state?.revision ?? 0) + 1, city: 'Hull', entries: (state?.entries ?? 0) + 1 },
    ]);
  });
});

describe('with REQUIRE_IF_MATCH', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ REQUIRE_IF_MATCH: 'true' });
    await anOrganisation(service.database);
  });
  afterAll(() => service.close());

  it('a PATCH without If-Match answers 428 and changes nothing', async () => {
    const answer = await service.as(admin).send('PATCH', '/organisations/org-1', { body: { City: 'Leeds' } });
    expect(answer.status).toBe(428);
    expect((await service.as(admin).get('/organisations/org-1')).body).toMatchObject({ City: 'London' });
  });
});
