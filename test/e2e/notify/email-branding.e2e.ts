import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { anEmailBranding, anEmailBrandingBody } from '../../support/builders/notify-branding.js';
import { aServiceRow, aUserRow, anOrganisationRow } from '../../support/builders/notify-rows.js';
import { auditOf } from '../../support/notify-audit.js';
import { setClock } from '../../support/notify-clock.js';

const unknownId = '00000000-0000-4000-8000-00000000dead';
const noResult = { message: 'No result found', result: 'error' };
const now = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const faults = (...messages: string[]): object => ({
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
  status_code: 400,
});

describe('e-mail brandings', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  type Branding = Record<string, unknown>;
  const read = async (id: string): Promise<Branding> => {
    const answer = await service.notify.get(`/email-branding/${id}`);
    return (answer.body as { email_branding: Branding }).email_branding;
  };
  const namesOf = (body: unknown): unknown[] =>
    (body as { email_branding: Branding[] }).email_branding.map(({ name }) => name);

  describe('POST /email-branding', () => {
    it('answers 201 with the new branding', async () => {
      const created_by = await aUserRow(service.database);
      const answer = await service.notify.post('/email-branding', {
        alt_text: 'Cabinet Office',
        brand_type: 'org_banner',
        colour: '#005ea5',
        created_by,
        logo: 'cabinet-office-logo.png',
        name: 'Cabinet Office',
      });
      const { id } = (answer.body as { data: Branding }).data;
      expect([answer.status, answer.body]).toEqual([
        201,
        {
          data: {
            alt_text: 'Cabinet Office',
            brand_type: 'org_banner',
            colour: '#005ea5',
            created_at: expect.stringMatching(now) as string,
            created_by,
            id: expect.any(String) as string,
            logo: 'cabinet-office-logo.png',
            name: 'Cabinet Office',
            text: null,
            updated_at: null,
          },
        },
      ]);
      const found = await service.notify.get(`/email-branding/${String(id)}`);
      expect([found.status, found.body]).toEqual([
        200,
        { email_branding: (answer.body as { data: Branding }).data },
      ]);
    });

    it.each([{}, { brand_type: null }])('creates a branding of the type org for %j', async (type) => {
      const id = await anEmailBranding(service, type);
      expect(await read(id)).toMatchObject({ brand_type: 'org', colour: null, created_by: null, logo: null });
    });

    it.each(['org', 'both', 'org_banner'])('accepts the type %s', async (brand_type) => {
      expect(await read(await anEmailBranding(service, { brand_type }))).toMatchObject({ brand_type });
    });

    it('accepts null for nullable fields, stores an empty text as null, and ignores unknown fields', async () => {
      const id = await anEmailBranding(service, {
        alt_text: '',
        colour: null,
        created_by: null,
        logo: '',
        text: 'Cabinet Office',
        updated_by: 'ignored',
      });
      expect(await read(id)).toMatchObject({
        alt_text: null,
        colour: null,
        logo: null,
        text: 'Cabinet Office',
      });
    });

    it.each([
      ['neither', {}],
      ['both', { alt_text: 'One', text: 'Other' }],
      ['two nulls', { alt_text: null, text: null }],
      ['two empty texts', { alt_text: '', text: '' }],
    ])('rejects %s of alt_text and text', async (_, texts) => {
      const answer = await service.notify.post('/email-branding', { name: randomUUID(), ...texts });
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: 'Email branding must have exactly one of alt_text and text.', result: 'error' },
      ]);
    });

    it('rejects a name that another branding has, and stores nothing', async () => {
      const name = 'Only once';
      await anEmailBranding(service, { name });
      const answer = await service.notify.post('/email-branding', anEmailBrandingBody({ name }));
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: { name: ['An email branding with that name already exists.'] }, result: 'error' },
      ]);
      const list = await service.notify.get('/email-branding');
      expect(namesOf(list.body).filter((other) => other === name)).toEqual([name]);
    });

    it('creates one of two concurrent brandings of the same name', async () => {
      const body = anEmailBrandingBody({ name: 'At once' });
      const answers = await Promise.all([1, 2, 3].map(() => service.notify.post('/email-branding', body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
    });

    it('names every fault of the body: values in the order of the fields, then missing fields', async () => {
      const answer = await service.notify.post('/email-branding', {
        alt_text: 'a'.repeat(256),
        brand_type: 'NOT A TYPE',
        colour: 5,
        created_by: 'me',
        logo: true,
        text: ['a'],
      });
      expect([answer.status, answer.body]).toEqual([
        400,
        faults(
          'colour 5 is not of type string, null',
          'text [a] is not of type string, null',
          'alt_text is too long, at most 255 characters are kept',
          'logo True is not of type string, null',
          'brand_type NOT A TYPE is not one of [org, both, org_banner]',
          'created_by is not a valid UUID',
          'name is a required property',
        ),
      ]);
    });

    it.each([
      [{ name: null }, 'name None is not of type string'],
      [{ name: '' }, 'name must not be empty'],
      [{ name: 'a'.repeat(256) }, 'name is too long, at most 255 characters are kept'],
      [{ name: 'a\u0000b' }, 'name is not valid Unicode without NUL'],
      [{ colour: '#005ea5f' }, 'colour is too long, at most 7 characters are kept'],
      [{ created_by: unknownId }, 'created_by does not exist'],
    ])('rejects %j', async (change, message) => {
      const answer = await service.notify.post('/email-branding', anEmailBrandingBody(change));
      expect([answer.status, answer.body]).toEqual([400, faults(message)]);
    });

    it('accepts a name of any 255 characters', async () => {
      const name = `${'🏛'.repeat(254)}é`;
      expect(await read(await anEmailBranding(service, { name }))).toMatchObject({ name });
    });
  });

  describe('GET /email-branding', () => {
    it('lists brandings that are not archived, by name in alphabetical collation', async () => {
      for (const name of ['order b', 'Order C', 'Order A']) await anEmailBranding(service, { name });
      const archived = await anEmailBranding(service, { name: 'order aa' });
      await service.notify.post(`/email-branding/${archived}/archive`, undefined);
      const answer = await service.notify.get('/email-branding');
      const names = namesOf(answer.body);
      expect([answer.status, Object.keys(answer.body as object)]).toEqual([200, ['email_branding']]);
      expect(names.filter((name) => /order/i.test(String(name)))).toEqual(['Order A', 'order b', 'Order C']);
    });

    it('contains the NHS branding after migration', async () => {
      const id = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea';
      expect(await read(id)).toMatchObject({ alt_text: 'NHS', brand_type: 'org', id, name: 'NHS' });
    });
  });

  it.each([
    ['GET', ''],
    ['POST', ''],
    ['POST', '/archive'],
    ['GET', '/orgs_and_services'],
  ])('%s of an unknown branding%s returns 404', async (method, below) => {
    const body = method === 'POST' ? { body: {} } : {};
    const answer = await service.notify.send(method, `/email-branding/${unknownId}${below}`, body);
    expect([answer.status, answer.body]).toEqual([404, noResult]);
  });

  describe('POST /email-branding/{id}', () => {
    const post = (id: string, body: unknown, headers: Record<string, string> = {}) =>
      service.notify.post(`/email-branding/${id}`, body, { headers });

    it('answers 200 with the changed branding, and keeps fields that are not sent', async () => {
      const id = await anEmailBranding(service, { colour: '#000000', logo: 'one.png' });
      const before = await read(id);
      const answer = await post(id, { brand_type: 'both', logo: 'two.png', name: 'Changed' });
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          data: {
            ...before,
            brand_type: 'both',
            logo: 'two.png',
            name: 'Changed',
            updated_at: expect.stringMatching(now) as string,
          },
        },
      ]);
      expect(await read(id)).toEqual((answer.body as { data: Branding }).data);
    });

    it('clears a field with null and empty text; a null type means org', async () => {
      const id = await anEmailBranding(service, { brand_type: 'both', colour: '#000000', logo: 'one.png' });
      const answer = await post(id, { brand_type: null, colour: null, logo: '' });
      expect([answer.status, await read(id)]).toMatchObject([
        200,
        { brand_type: 'org', colour: null, logo: null },
      ]);
    });

    it('requires exactly one of alt_text and text after the change', async () => {
      const id = await anEmailBranding(service, { alt_text: 'Alt' });
      const refused = {
        message: 'Email branding must have exactly one of alt_text and text.',
        result: 'error',
      };
      for (const body of [{ text: 'Text' }, { alt_text: null }, { alt_text: '' }]) {
        const answer = await post(id, { ...body, logo: 'lost.png' });
        expect([answer.status, answer.body]).toEqual([400, refused]);
      }
      expect(await read(id)).toMatchObject({ alt_text: 'Alt', logo: null, text: null, updated_at: null });
      expect((await post(id, { alt_text: null, text: 'Text' })).status).toBe(200);
      expect(await read(id)).toMatchObject({ alt_text: null, text: 'Text' });
    });

    it('rejects the name of another branding and accepts its own', async () => {
      const taken = (await read(await anEmailBranding(service))).name;
      const id = await anEmailBranding(service);
      const answer = await post(id, { name: taken });
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: { name: ['An email branding with that name already exists.'] }, result: 'error' },
      ]);
      expect((await post(id, { name: (await read(id)).name })).status).toBe(200);
    });

    it.each([
      [{ name: null }, 'name None is not of type string'],
      [{ name: '' }, 'name must not be empty'],
      [{ brand_type: 'NOT A TYPE' }, 'brand_type NOT A TYPE is not one of [org, both, org_banner]'],
      [{ colour: {} }, 'colour {} is not of type string, null'],
    ])('rejects %j', async (change, message) => {
      const answer = await post(await anEmailBranding(service), change);
      expect([answer.status, answer.body]).toEqual([400, faults(message)]);
    });

    it('changes the branding only if If-Match names the current state', async () => {
      const id = await anEmailBranding(service);
      const etag = (await service.notify.get(`/email-branding/${id}`)).headers.get('etag') ?? '';
      const answers = [
        await post(id, { logo: 'first.png' }, { 'if-match': etag }),
        await post(id, { logo: 'second.png' }, { 'if-match': etag }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 412]);
      expect(await read(id)).toMatchObject({ logo: 'first.png' });
    });

    it('applies one of two concurrent changes with the same If-Match', async () => {
      const id = await anEmailBranding(service);
      const etag = (await service.notify.get(`/email-branding/${id}`)).headers.get('etag') ?? '';
      const answers = await Promise.all(
        ['a.png', 'b.png', 'c.png'].map((logo) => post(id, { logo }, { 'if-match': etag })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    });

    it('rejects a change of an archived branding', async () => {
      const id = await anEmailBranding(service);
      await service.notify.post(`/email-branding/${id}/archive`, undefined);
      const answer = await post(id, { logo: 'late.png' });
      expect([answer.status, answer.body, (await read(id)).logo]).toEqual([
        400,
        { message: 'Cannot change an archived email branding', result: 'error' },
        null,
      ]);
    });
  });

  describe('GET /email-branding/{id}/orgs_and_services', () => {
    it('lists the organisations that have it as default and the active services that use it, by name', async () => {
      const id = await anEmailBranding(service);
      const other = await anEmailBranding(service);
      const row = { email_branding_id: id };
      const { database } = service;
      const organisations = [
        { id: await anOrganisationRow(database, { ...row, name: 'a ministry' }), name: 'a ministry' },
        { id: await anOrganisationRow(database, { ...row, name: 'B ministry' }), name: 'B ministry' },
      ];
      await anOrganisationRow(database, { email_branding_id: other });
      const serviceId = await aServiceRow(database, { ...row, name: 'Tax' });
      await aServiceRow(database, { ...row, active: false });
      await aServiceRow(database);
      const answer = await service.notify.get(`/email-branding/${id}/orgs_and_services`);
      expect([answer.status, answer.body]).toEqual([
        200,
        { data: { organisations, services: [{ id: serviceId, name: 'Tax' }] } },
      ]);
    });

    it('answers two empty lists for an unused branding', async () => {
      const answer = await service.notify.get(
        `/email-branding/${await anEmailBranding(service)}/orgs_and_services`,
      );
      expect([answer.status, answer.body]).toEqual([200, { data: { organisations: [], services: [] } }]);
    });
  });

  describe('POST /email-branding/{id}/archive', () => {
    const archive = (id: string) => service.notify.post(`/email-branding/${id}/archive`, undefined);
    afterEach(() => jest.restoreAllMocks());
    const inUse = { message: "Email branding is in use and so it can't be archived.", result: 'error' };

    it('answers 204, renames the branding and removes it from every pool', async () => {
      const [id, stays] = [await anEmailBranding(service, { name: 'Gone' }), await anEmailBranding(service)];
      const organisations = [
        await anOrganisationRow(service.database),
        await anOrganisationRow(service.database),
      ];
      for (const organisation of organisations) {
        const path = `/organisation/${organisation}/email-branding-pool`;
        await service.notify.post(path, { branding_ids: [id, stays] });
      }
      setClock(service, '2026-11-22T01:02:03.999Z');
      const answer = await archive(id);
      expect([answer.status, answer.text, (await read(id)).name]).toEqual([
        204,
        '',
        '_archived_2026-11-22-01:02:03_Gone',
      ]);
      for (const organisation of organisations) {
        const pool = await service.notify.get(`/organisation/${organisation}/email-branding-pool`);
        expect((pool.body as { data: Branding[] }).data.map((branding) => branding.id)).toEqual([stays]);
      }
    });

    it('accepts a JSON content type without a body', async () => {
      const id = await anEmailBranding(service);
      const answer = await service.notify.send('POST', `/email-branding/${id}/archive`, {
        headers: { 'content-type': 'application/json' },
      });
      expect(answer.status).toBe(204);
    });

    it('frees the name, and advances the timestamp of a second archive in the same second', async () => {
      setClock(service, '2026-12-31T23:59:59Z');
      const ids: string[] = [];
      for (let time = 0; time < 3; time++) {
        ids.push(await anEmailBranding(service, { name: 'Again' }));
        expect((await archive(ids.at(-1) ?? '')).status).toBe(204);
      }
      expect(await Promise.all(ids.map(async (id) => (await read(id)).name))).toEqual([
        '_archived_2026-12-31-23:59:59_Again',
        '_archived_2027-01-01-00:00:00_Again',
        '_archived_2027-01-01-00:00:01_Again',
      ]);
    });

    it('archives a branding whose name has 255 characters', async () => {
      const name = 'n'.repeat(255);
      const id = await anEmailBranding(service, { name });
      expect((await archive(id)).status).toBe(204);
      expect((await read(id)).name).toMatch(new RegExp(`^_archived_[\\d:-]{19}_${name}$`));
    });

    it('changes nothing of an archived branding', async () => {
      const id = await anEmailBranding(service);
      await archive(id);
      const before = await read(id);
      expect([(await archive(id)).status, await read(id)]).toEqual([204, before]);
      expect((await auditOf(service.database, id)).map(({ operation }) => operation)).toEqual([
        'create',
        'archive',
      ]);
    });

    it('refuses the default branding of an organisation, even an inactive one', async () => {
      for (const active of [true, false]) {
        const id = await anEmailBranding(service);
        await anOrganisationRow(service.database, { active, email_branding_id: id });
        const answer = await archive(id);
        expect([answer.status, answer.body]).toEqual([400, inUse]);
        expect(namesOf((await service.notify.get('/email-branding')).body)).toContain((await read(id)).name);
      }
    });

    it('refuses a branding that a service uses, unless the service is archived', async () => {
      const [used, wasUsed] = [await anEmailBranding(service), await anEmailBranding(service)];
      await aServiceRow(service.database, { email_branding_id: used });
      await aServiceRow(service.database, { active: false, email_branding_id: wasUsed });
      const answer = await archive(used);
      expect([answer.status, answer.body, (await archive(wasUsed)).status]).toEqual([400, inUse, 204]);
    });

    it('makes the branding unusable as a default, in a service and in a pool', async () => {
      const id = await anEmailBranding(service);
      const organisation = await anOrganisationRow(service.database);
      const serviceId = await aServiceRow(service.database);
      await archive(id);
      const send = async (path: string, body: object): Promise<unknown[]> => {
        const answer = await service.notify.post(path, body);
        return [answer.status, answer.body];
      };
      expect(await send(`/organisation/${organisation}`, { email_branding_id: id })).toEqual([
        400,
        faults('email_branding_id does not exist'),
      ]);
      expect(await send(`/service/${serviceId}`, { email_branding: id })).toEqual([
        400,
        { message: { email_branding: ['No result found'] }, result: 'error' },
      ]);
      expect(await send(`/organisation/${organisation}/email-branding-pool`, { branding_ids: [id] })).toEqual(
        [404, noResult],
      );
    });

    it('never leaves an archived default branding when racing with requests that set it', async () => {
      for (let round = 0; round < 8; round++) {
        const id = await anEmailBranding(service);
        const organisation = await anOrganisationRow(service.database);
        const update = service.notify.post(`/organisation/${organisation}`, { email_branding_id: id });
        const [updated, archived] = await Promise.all([update, archive(id)]);
        expect([
          [204, 400],
          [400, 204],
        ]).toContainEqual([updated.status, archived.status]);
        const { body } = await service.notify.get(`/organisation/${organisation}`);
        expect(body).toMatchObject({ email_branding_id: updated.status === 204 ? id : null });
      }
    });

    it('allows other changes to a service archived with the branding', async () => {
      const id = await anEmailBranding(service);
      const serviceId = await aServiceRow(service.database, { active: false, email_branding_id: id });
      await archive(id);
      await service.database.query(
        'UPDATE notify.service SET email_branding_id = email_branding_id, notes = $2 WHERE id = $1',
        [serviceId, 'still here'],
      );
      const rows = await service.database.query('SELECT notes FROM notify.service WHERE id = $1', [
        serviceId,
      ]);
      expect(rows).toEqual([{ notes: 'still here' }]);
    });

    it('never leaves an archived branding in a pool when racing with requests that add it', async () => {
      const organisations = await Promise.all([1, 2, 3].map(() => anOrganisationRow(service.database)));
      for (let round = 0; round < 8; round++) {
        const id = await anEmailBranding(service);
        const add = (organisation: string) =>
          service.notify.post(`/organisation/${organisation}/email-branding-pool`, { branding_ids: [id] });
        const [first = '', ...others] = organisations;
        const answers = await Promise.all([add(first), archive(id), ...others.map(add)]);
        const left = await service.database.query(
          'SELECT FROM notify.organisation_email_branding WHERE email_branding_id = $1',
          [id],
        );
        expect([answers[1].status, left]).toEqual([204, []]);
        expect(answers.filter(({ status }) => status !== 204 && status !== 404)).toEqual([]);
      }
    });
  });

  it('records creation, change and archive of a branding, and the pools it left', async () => {
    const headers = { 'x-fapi-interaction-id': 'Audit-1', 'x-notify-user-id': unknownId };
    const send = (path: string, body?: unknown) => service.notify.send('POST', path, { body, headers });
    const created = await send('/email-branding', { alt_text: 'Alt', name: 'Audited' });
    const { id } = (created.body as { data: { id: string } }).data;
    await send(`/email-branding/${id}`, { alt_text: null, text: 'Text' });
    const refused = await send(`/email-branding/${id}`, { text: null });
    const organisation = await anOrganisationRow(service.database);
    await service.notify.post(`/organisation/${organisation}/email-branding-pool`, { branding_ids: [id] });
    await send(`/email-branding/${id}/archive`);
    const by = {
      client_id: 'development',
      entity: 'email_branding',
      interaction_id: 'Audit-1',
      user_id: unknownId,
    };
    expect([refused.status, await auditOf(service.database, id)]).toEqual([
      400,
      [
        { ...by, changes: { alt_text: 'Alt', name: 'Audited' }, operation: 'create' },
        { ...by, changes: { alt_text: null, text: 'Text' }, operation: 'update' },
        {
          ...by,
          changes: { name: (await read(id)).name, organisations: [organisation] },
          operation: 'archive',
        },
      ],
    ]);
  });
});
