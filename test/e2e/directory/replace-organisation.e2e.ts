import { startApp, type TestApp } from '../../support/app.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
  aPublishedOrganisation,
} from '../../support/builders/organisation.js';
import type { Answer } from '../../support/answer.js';
import { admin, software, user } from '../../support/identities.js';

const ifMatchIsMissing =
  'If-Match must be given on a change. Read the resource and send its ETag, quotes included.';

describe('PUT /organisations/{OrganisationId}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  let serial = 0;
  /** Creates an organisation for one test. */
  const fresh = (overrides: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    anOrganisation(service.database, { organisation_id: `put-${++serial}`, ...overrides });
  const revisionOf = async (id: string): Promise<number> => {
    const [row] = await service.database.query<{ revision: number }>(
      'SELECT revision FROM directory.organisation WHERE organisation_id = $1',
      [id],
    );
    return row?.revision ?? 0;
  };
  const entriesOf = (id: string): Promise<Record<string, unknown>[]> =>
    service.database.query(
      `SELECT revision, client_id, user_email, interaction_id, operation, changes
       FROM directory.organisation_history WHERE organisation_id = $1 ORDER BY revision`,
      [id],
    );

  it('replaces the whole record and returns its fields in the published order', async () => {
    const id = await fresh({ size: 'Large', logo_uri: 'https://bank.example/logo.png' });
    const answer = await service
      .as(admin)
      .put(`/organisations/${id}`, anOrganisationBody({ City: 'Leeds', RegistrationId: 'X1' }));
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(
      JSON.stringify(
        aPublishedOrganisation({ OrganisationId: id, City: 'Leeds', RegistrationId: 'X1', Flags: [] }),
      ),
    );
    const read = await service.as(software).get(`/organisations/${id}`);
    expect([read.text, read.headers.get('etag')]).toEqual([answer.text, answer.headers.get('etag')]);
  });

  it('writes one history entry with the author, the time and the changed fields', async () => {
    const id = await fresh();
    await anAdminUser(service.database, id, 'anna@bank.example');
    await service
      .as(user('Anna@bank.example'))
      .put(`/organisations/${id}`, anOrganisationBody({ City: 'Leeds', Status: 'Withdrawn' }), {
        headers: { 'x-fapi-interaction-id': 'My-Trace-1' },
      });
    expect(await entriesOf(id)).toEqual([
      {
        revision: 2,
        client_id: 'website',
        user_email: 'anna@bank.example',
        interaction_id: 'My-Trace-1',
        operation: 'Update',
        changes: [
          { Field: 'Status', Old: 'Active', New: 'Withdrawn' },
          { Field: 'City', Old: 'London', New: 'Leeds' },
        ],
      },
    ]);
  });

  it('changes nothing, writes no history entry and keeps the ETag when the body equals the record', async () => {
    const id = await fresh();
    const before = await service.as(admin).get(`/organisations/${id}`);
    const answer = await service.as(admin).put(`/organisations/${id}`, anOrganisationBody());
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, before.headers.get('etag')]);
    expect([await revisionOf(id), await entriesOf(id)]).toEqual([1, []]);
  });

  it('resets fields to their defaults when the body omits them or sends null or an empty value', async () => {
    const id = await fresh({
      size: 'Large',
      registration_id: 'X',
      requires_participant_terms_and_conditions_signing: false,
    });
    const body = anOrganisationBody({
      Status: undefined,
      Size: null,
      RegistrationId: '',
      LogoUri: '',
      Flags: null,
    });
    const { body: answer } = await service.as(admin).put(`/organisations/${id}`, body);
    expect(answer).toMatchObject({
      Status: 'Pending',
      Size: null,
      RegistrationId: null,
      LogoUri: null,
      Flags: [],
      RequiresParticipantTermsAndConditionsSigning: true,
    });
  });

  it('answers 404 for an unknown organisation and creates nothing', async () => {
    const answer = await service.as(admin).put('/organisations/nobody', anOrganisationBody());
    expect([answer.status, answer.body]).toEqual([
      404,
      {
        errors: [
          'OrganisationId names no organisation that this token may see. GET /organisations lists those that it may see.',
        ],
      },
    ]);
  });

  it('finds an id with spaces, slashes and letters of any script, and is case-sensitive', async () => {
    const id = await fresh({ organisation_id: 'Bank Ünï/1 😀' });
    const answer = await service
      .as(admin)
      .put(`/organisations/${encodeURIComponent(id)}`, anOrganisationBody({ City: 'York' }));
    expect(answer.body).toMatchObject({ OrganisationId: id, City: 'York' });
    const other = await service.as(admin).get(`/organisations/${encodeURIComponent(id.toLowerCase())}`);
    expect(other.status).toBe(404);
  });

  it('accepts a slash at the end of the path', async () => {
    const id = await fresh();
    expect((await service.as(admin).put(`/organisations/${id}/`, anOrganisationBody())).status).toBe(200);
  });

  describe('with flags', () => {
    it('stores flags and returns them ordered by Name, Value and Id', async () => {
      const id = await fresh();
      const ids = [
        await aFlag(service.database, { flag_id: 'f-b', name: 'Order', value: 'b' }),
        await aFlag(service.database, { flag_id: 'f-a', name: 'Order', value: 'a' }),
        await aFlag(service.database, { flag_id: 'f-é', name: 'Ordér', value: 'a' }),
        await aFlag(service.database, { flag_id: 'f-z', name: 'orderz', value: 'a' }),
      ];
      const { body } = await service
        .as(admin)
        .put(`/organisations/${id}`, anOrganisationBody({ Flags: ids }));
      expect((body as { Flags: { Id: string }[] }).Flags.map((flag) => flag.Id)).toEqual([
        'f-a',
        'f-b',
        'f-é',
        'f-z',
      ]);
      const read = await service.as(admin).get(`/organisations/${id}`);
      expect((read.body as { Flags: unknown[] }).Flags).toEqual((body as { Flags: unknown[] }).Flags);
      expect(await entriesOf(id)).toMatchObject([
        { changes: [{ Field: 'Flags', Old: [], New: ['f-a', 'f-b', 'f-z', 'f-é'] }] },
      ]);
    });

    it('accepts 1,000 flags in a body and rejects 1,001, and counts no flag hidden from the caller', async () => {
      const id = await fresh();
      await anAdminUser(service.database, id, 'carl@bank.example');
      await aFlag(service.database, { flag_id: 'f-hidden', name: 'Hidden', access_level: 9 }, [id]);
      const ids = Array.from({ length: 1_001 }, (_, index) => `f-many-${index}`);
      await service.database.query(
        `INSERT INTO directory.flag (flag_id, name, type, value) SELECT id, 'Many', 'Organisation', id FROM unnest($1::text[]) id`,
        [ids],
      );
      const carl = service.as(user('carl@bank.example'));
      const tooMany = await carl.put(`/organisations/${id}`, anOrganisationBody({ Flags: ids }));
      expect([tooMany.status, tooMany.body]).toEqual([
        400,
        {
          errors: [
            'Flags must be a list of at most 1000 flags, each by its Id or as an object with an Id, without repetition',
          ],
        },
      ]);
      const enough = await carl.put(`/organisations/${id}`, anOrganisationBody({ Flags: ids.slice(1) }));
      expect(enough.status).toBe(200);
      const { body } = await service.as(admin).get(`/organisations/${id}`);
      expect((body as { Flags: unknown[] }).Flags).toHaveLength(1_001);
      const patched = await service
        .as(admin)
        .send('PATCH', `/organisations/${id}`, { body: { City: 'Leeds' } });
      expect([patched.status, (patched.body as { Flags: unknown[] }).Flags.length]).toEqual([200, 1_001]);
    });

    it('returns a flag in the published form', async () => {
      const flagId = await aFlag(service.database, {
        flag_id: 'f-form',
        name: 'Form',
        description: null,
        created_at: '2024-07-29T15:51:28.071Z',
        updated_at: '2024-07-29T15:51:28.071Z',
      });
      const id = await fresh();
      const { body } = await service
        .as(admin)
        .put(`/organisations/${id}`, anOrganisationBody({ Flags: [flagId] }));
      expect(JSON.stringify((body as { Flags: unknown[] }).Flags)).toBe(
        '[{"Id":"f-form","CreatedAt":"2024-07-29T15:51:28.071Z","UpdatedAt":"2024-07-29T15:51:28.071Z","Name":"Form",' +
          '"Description":null,"Type":"Organisation","Value":"Bank","Status":"Active","AccessLevel":0}]',
      );
    });
  });

  describe('with If-Match', () => {
    it.each([
      ['the present tag', (tag: string) => tag, 200],
      ['one of several tags', (tag: string) => `"other", ${tag}`, 200],
      ['the tag of the compressed form', (tag: string) => tag.replace(/"$/, '-gzip"'), 200],
      ['*', () => '*', 200],
      ['another tag', () => '"other"', 412],
      ['the present tag as a weak one', (tag: string) => `W/${tag}`, 412],
      ['a tag without quotes', (tag: string) => tag.replaceAll('"', ''), 412],
      ['nothing but blanks', () => ' ', 412],
    ])('is compared with the current version: %s', async (_what, header, status) => {
      const id = await fresh();
      const tag = (await service.as(admin).get(`/organisations/${id}`)).headers.get('etag') ?? '';
      const answer = await service
        .as(admin)
        .put(`/organisations/${id}`, anOrganisationBody({ City: 'Leeds' }), {
          headers: { 'if-match': header(tag) },
        });
      expect([answer.status, await revisionOf(id)]).toEqual([status, status === 200 ? 2 : 1]);
    });

    it('answers 404 for an unknown organisation, even for *', async () => {
      const answer = await service
        .as(admin)
        .put('/organisations/nobody', anOrganisationBody(), { headers: { 'if-match': '*' } });
      expect(answer.status).toBe(404);
    });

    it('accepts exactly one of 20 concurrent changes', async () => {
      const id = await fresh();
      const tag = (await service.as(admin).get(`/organisations/${id}`)).headers.get('etag') ?? '';
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          service.as(admin).put(`/organisations/${id}`, anOrganisationBody({ City: `City ${index}` }), {
            headers: { 'if-match': tag },
          }),
        ),
      );
      const statuses = answers.map((answer) => answer.status).sort();
      expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
      const winner = answers.find((answer) => answer.status === 200)?.body as { City: string };
      expect((await service.as(admin).get(`/organisations/${id}`)).body).toMatchObject({ City: winner.City });
      expect(await entriesOf(id)).toHaveLength(1);
    });
  });

  it('accepts all of 20 concurrent changes without If-Match, one after the other, each with a history entry', async () => {
    const id = await fresh();
    const answers: Answer[] = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        service.as(admin).put(`/organisations/${id}`, anOrganisationBody({ City: `City ${index}` })),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200));
    const entries = (await entriesOf(id)) as { revision: number; changes: { Old: string; New: string }[] }[];
    expect(entries.map((entry) => entry.revision)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 2),
    );
    // Each change starts from the result of the previous one, so no update is lost.
    const cities = entries.map((entry) => entry.changes[0]);
    expect(cities.slice(1).map((change) => change?.Old)).toEqual(
      cities.slice(0, -1).map((change) => change?.New),
    );
    const { body } = await service.as(admin).get(`/organisations/${id}`);
    expect((body as { City: string }).City).toBe(cities.at(-1)?.New);
  });

  describe('warnings', () => {
    const warningsOf = async (
      body: Readonly<Record<string, unknown>>,
      row: Readonly<Record<string, unknown>> = {},
    ): Promise<unknown> => {
      serial += 1;
      const id = await fresh({ registration_number: `W${serial}`, ...row });
      const answer = await service
        .as(admin)
        .put(`/organisations/${id}`, anOrganisationBody({ RegistrationNumber: `W${serial - 1}`, ...body }));
      expect(answer.status).toBe(200);
      return (answer.body as { Warnings?: unknown }).Warnings;
    };

    it('are absent for a body without warnings', async () => {
      expect(
        await warningsOf({ RegistrationId: '529900T8BM49AURSDO55', LogoUri: 'https://bank.example/l.svg' }),
      ).toBeUndefined();
    });

    it('report each text whose outer white space was removed, which is not counted', async () => {
      const id = await fresh({ registration_number: 'trimmed' });
      const path = `/organisations/${id}`;
      const body = anOrganisationBody({ RegistrationNumber: 'trimmed', City: 'c'.repeat(255) });
      const logo = 'https://bank.example/logo.png';
      const spaced = { ...body, City: `\u00a0${'c'.repeat(255)}\n`, Size: ' ', LogoUri: `\ufeff${logo} ` };
      const answer = await service.as(admin).put(path, spaced);
      expect([answer.status, answer.body]).toMatchObject([
        200,
        { City: 'c'.repeat(255), Size: null, LogoUri: logo },
      ]);
      expect((answer.body as { Warnings: string[] }).Warnings.sort()).toEqual(
        ['City', 'LogoUri', 'Size'].map(
          (field) => `${field} began or ended with white space, which was removed.`,
        ),
      );
      const again = await service.as(admin).put(path, spaced);
      expect([again.status, (await entriesOf(id)).length]).toEqual([200, 1]);
      const tooLong = await service.as(admin).put(path, { ...body, City: ` ${'c'.repeat(256)} ` });
      expect(tooLong.body).toEqual({ errors: ['City must have 2 to 255 characters'] });
    });

    it('report an omitted Status that changes the Status', async () => {
      expect(await warningsOf({ Status: undefined })).toEqual([
        'Status was left out and went from Active to Pending.',
      ]);
      expect(await warningsOf({ Status: undefined }, { status: 'Pending' })).toBeUndefined();
    });

    it('report omitted flags that are removed', async () => {
      const id = await fresh({ registration_number: 'flagged' });
      await aFlag(service.database, { flag_id: 'f-lost', name: 'Lost' }, [id]);
      const { body } = await service
        .as(admin)
        .put(`/organisations/${id}`, anOrganisationBody({ RegistrationNumber: 'flagged' }));
      expect((body as { Warnings: unknown }).Warnings).toEqual([
        'Flags was left out and its flags were taken away.',
      ]);
    });

    it.each([
      ['Brasil', '; the code of Brasil is BR'],
      ['Deutschland', '; the code of Deutschland is DE'],
      ['UK', '; the code of UK is GB'],
      ['gb', '; the code of gb is GB'],
      ['United Kingdom', '; the code of United Kingdom is GB'],
      ['Viet Nam', '; the code of Viet Nam is VN'],
      ['Holy See', '; the code of Holy See is VA'],
      ['Iran (Islamic Republic of)', '; the code of Iran (Islamic Republic of) is IR'],
      ['中国', '; the code of 中国 is CN'],
      ['Kosovo', '; the code of Kosovo is XK'],
      ['Atlantis', ''],
    ])('report that %s is not a country code', async (country, hint) => {
      expect(await warningsOf({ Country: country, CountryOfRegistration: country })).toEqual([
        `Country is not an ISO 3166-1 alpha-2 code${hint}.`,
        `CountryOfRegistration is not an ISO 3166-1 alpha-2 code${hint}.`,
      ]);
    });

    it.each(['GB', 'VN', 'XK'])('report nothing of the country code %s', async (country) => {
      expect(await warningsOf({ Country: country, CountryOfRegistration: country })).toBeUndefined();
    });

    it('report a LEI with wrong check digits', async () => {
      expect(await warningsOf({ RegistrationId: '529900T8BM49AURSDO56' })).toEqual([
        'RegistrationId looks like a Legal Entity Identifier, but its check digits do not fit.',
      ]);
      expect(await warningsOf({ RegistrationId: 'no LEI at all' })).toBeUndefined();
    });

    it('report an unknown parent', async () => {
      const parent = await fresh({ registration_number: 'parent-number' });
      const unknown = 'ParentOrganisationReference matches no OrganisationId or RegistrationNumber.';
      expect(await warningsOf({ ParentOrganisationReference: parent })).toBeUndefined();
      expect(await warningsOf({ ParentOrganisationReference: 'parent-number' })).toBeUndefined();
      expect(await warningsOf({ ParentOrganisationReference: 'nobody' })).toEqual([unknown]);
    });

    it('report another Active organisation with the same number in the same register', async () => {
      await fresh({ registration_number: 'twin' });
      expect(await warningsOf({ RegistrationNumber: 'twin' })).toEqual([
        'RegistrationNumber is that of another Active organisation in the same CompanyRegister.',
      ]);
      expect(await warningsOf({ RegistrationNumber: 'twin', CompanyRegister: 'Other' })).toBeUndefined();
    });

    it('report a logo over plain http', async () => {
      expect(await warningsOf({ LogoUri: 'http://bank.example/l.svg' })).toEqual([
        'LogoUri is fetched over plain http.',
      ]);
    });

    it('do not reveal organisations hidden from the caller', async () => {
      const hidden = await fresh({ registration_number: 'hidden' });
      const id = await fresh({ registration_number: 'hidden' });
      await anAdminUser(service.database, id, 'bert@bank.example');
      const body = anOrganisationBody({ RegistrationNumber: 'hidden', ParentOrganisationReference: hidden });
      const answer = await service.as(user('bert@bank.example')).put(`/organisations/${id}`, body);
      expect((answer.body as { Warnings: unknown }).Warnings).toEqual([
        'ParentOrganisationReference matches no OrganisationId or RegistrationNumber.',
      ]);
    });

    it('do not affect the ETag', async () => {
      const id = await fresh();
      const answer = await service
        .as(admin)
        .put(`/organisations/${id}`, anOrganisationBody({ Country: 'Brasil' }));
      expect(answer.body).toHaveProperty('Warnings');
      expect((await service.as(admin).get(`/organisations/${id}`)).headers.get('etag')).toBe(
        answer.headers.get('etag'),
      );
    });
  });
});

describe('with REQUIRE_IF_MATCH', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({ REQUIRE_IF_MATCH: 'true' });
    await anOrganisation(service.database);
  });
  afterAll(() => service.close());

  it('a PUT without If-Match answers 428 and changes nothing', async () => {
    const answer = await service.as(admin).put('/organisations/org-1', anOrganisationBody({ City: 'Leeds' }));
    expect([answer.status, answer.body]).toEqual([428, { errors: [ifMatchIsMissing] }]);
    expect((await service.as(admin).get('/organisations/org-1')).body).toMatchObject({ City: 'London' });
  });
});
