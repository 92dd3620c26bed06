import { auditOf } from '../../support/notify-audit.js';
import { aUserRow } from '../../support/builders/notify-rows.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aBranding,
  anOrganisation,
  anOrganisationBody,
  poolsOf,
} from '../../support/builders/notify-organisation.js';

const nhsEmail = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea';
const nhsLetter = '2cd354bb-6b85-eda3-c0ad-6b613150459f';
const nowhere = '11111111-2222-4333-8444-555555555555';

const faults = (...messages: string[]): object => ({
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
  status_code: 400,
});

describe('POST /organisation', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const create = (body: unknown) => service.notify.post('/organisation', body);

  it('answers 201 with the 25 keys of the new organisation', async () => {
    const answer = await create({
      name: 'Ministry of Justice',
      crown: true,
      organisation_type: 'central',
      active: true,
    });
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        active: true,
        agreement_signed: null,
        agreement_signed_at: null,
        agreement_signed_by_id: null,
        agreement_signed_on_behalf_of_email_address: null,
        agreement_signed_on_behalf_of_name: null,
        agreement_signed_version: null,
        billing_contact_email_addresses: null,
        billing_contact_names: null,
        billing_reference: null,
        can_approve_own_go_live_requests: false,
        count_of_live_services: 0,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string,
        crown: true,
        domains: [],
        email_branding_id: null,
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        letter_branding_id: null,
        name: 'Ministry of Justice',
        notes: null,
        organisation_type: 'central',
        permissions: [],
        purchase_order_number: null,
        request_to_go_live_notes: null,
        updated_at: null,
      },
    ]);
    const { id } = answer.body as { id: string };
    expect((await service.notify.get(`/organisation/${id}`)).text).toBe(answer.text);
  });

  it('accepts every writable column', async () => {
    const userId = await aUserRow(service.database);
    const emailBranding = await aBranding(service.database, 'email');
    const letterBranding = await aBranding(service.database, 'letter');
    const sent = {
      agreement_signed: false,
      agreement_signed_by_id: userId,
      agreement_signed_on_behalf_of_email_address: 'boss@example.gov.uk',
      agreement_signed_on_behalf_of_name: 'The Boss',
      agreement_signed_version: 2.5,
      billing_contact_email_addresses: 'a@example.gov.uk b@example.gov.uk',
      billing_contact_names: 'Ann and Bob',
      billing_reference: 'REF',
      can_approve_own_go_live_requests: true,
      email_branding_id: emailBranding,
      letter_branding_id: letterBranding,
      notes: 'Line 1\nLine 2',
      permissions: ['can_ask_to_join_a_service', 'can_ask_to_join_service', 'can_ask_to_join_a_service'],
      purchase_order_number: 'PO-1',
      request_to_go_live_notes: 'Ask first',
    };
    const answer = await create(
      anOrganisationBody({ ...sent, agreement_signed_at: '2024-01-15 10:00:00.123456' }),
    );
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        ...sent,
        agreement_signed_at: '2024-01-15T10:00:00.123456Z',
        permissions: ['can_ask_to_join_a_service', 'can_ask_to_join_service'],
      },
    ]);
    const { id } = answer.body as { id: string };
    expect(await poolsOf(service.database, id)).toEqual({ email: [emailBranding], letter: [letterBranding] });
  });

  it.each([undefined, null, true, false])(
    'accepts %j for active; an absent value and null mean true',
    async (active) => {
      const answer = await create(anOrganisationBody({ active }));
      expect([answer.status, answer.body]).toMatchObject([201, { active: active ?? true }]);
    },
  );

  it.each(['nhs_central', 'nhs_local', 'nhs_gp', 'nhs_notify'])(
    'gives an organisation of type %s the NHS brandings as defaults and in both pools',
    async (organisation_type) => {
      const other = await aBranding(service.database, 'email');
      const organisation = await anOrganisation(service, { organisation_type, email_branding_id: other });
      expect([organisation, await poolsOf(service.database, organisation.id)]).toMatchObject([
        { email_branding_id: nhsEmail, letter_branding_id: nhsLetter, organisation_type },
        { email: [nhsEmail], letter: [nhsLetter] },
      ]);
    },
  );

  it.each(['central', 'local', 'emergency_service', 'school_or_college', 'other'])(
    'gives an organisation of type %s no default branding and empty pools',
    async (organisation_type) => {
      const organisation = await anOrganisation(service, { organisation_type });
      expect([organisation, await poolsOf(service.database, organisation.id)]).toMatchObject([
        { email_branding_id: null, letter_branding_id: null, organisation_type },
        { email: [], letter: [] },
      ]);
    },
  );

  it('rejects a name that another organisation has, even an archived one', async () => {
    const { id, name } = await anOrganisation(service);
    const answer = await create(anOrganisationBody({ name }));
    expect([answer.status, answer.body]).toEqual([
      400,
      { message: 'Organisation name already exists', result: 'error' },
    ]);
    await service.notify.post(`/organisation/${id}/archive`, undefined);
    const archived = (await service.notify.get(`/organisation/${id}`)).body as { name: string };
    const again = await create(anOrganisationBody({ name: archived.name }));
    expect([again.status, again.body]).toEqual([400, answer.body]);
    expect((await create(anOrganisationBody({ name }))).status).toBe(201);
  });

  it('accepts names that differ only in case', async () => {
    const { name } = await anOrganisation(service);
    expect((await create(anOrganisationBody({ name: name.toUpperCase() }))).status).toBe(201);
  });

  it('creates one of two concurrent organisations of the same name', async () => {
    const body = anOrganisationBody();
    const answers = await Promise.all([create(body), create(body), create(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
  });

  it('names every missing field', async () => {
    const answer = await create({});
    expect([answer.status, answer.body]).toEqual([
      400,
      faults(
        'name is a required property',
        'crown is a required property',
        'organisation_type is a required property',
      ),
    ]);
  });

  it('names every invalid value in the order of the schema, then the missing fields', async () => {
    const answer = await create({ organisation_type: 'foo', active: 'x', crown: null });
    expect([answer.status, answer.body]).toEqual([
      400,
      faults(
        'active x is not of type boolean, null',
        'crown None is not of type boolean',
        'organisation_type foo is not one of [central, local, nhs_central, nhs_local, nhs_gp, nhs_notify, emergency_service, school_or_college, other]',
        'name is a required property',
      ),
    ]);
  });

  it.each([
    [{ name: 1 }, 'name 1 is not of type string'],
    [{ name: null }, 'name None is not of type string'],
    [{ name: '' }, 'name must not be empty or blank'],
    [{ name: ' \n\u00a0\u200b' }, 'name must not be empty or blank'],
    [{ agreement_signed_at: 5 }, 'agreement_signed_at 5 is not of type string, null'],
    [
      { agreement_signed_at: { a: [true, null] } },
      'agreement_signed_at {a: [True, None]} is not of type string, null',
    ],
    [{ name: 'n'.repeat(256) }, 'name is too long, at most 255 characters are kept'],
    [{ name: 'a\u0000b' }, 'name is not valid Unicode without NUL'],
    [{ domains: ['gov.uk'] }, 'domains is not a known field'],
    [{ id: nowhere }, 'id is not a known field'],
    [{ created_at: '2024-01-01 00:00:00' }, 'created_at is not a known field'],
    [{ foo: 1 }, 'foo is not a known field'],
    [{ permissions: ['foo'] }, 'permissions foo is not one of [can_ask_to_join_a_service]'],
    [{ permissions: null }, 'permissions None is not of type array'],
    [{ email_branding_id: nowhere }, 'email_branding_id does not exist'],
    [{ letter_branding_id: nowhere }, 'letter_branding_id does not exist'],
    [{ agreement_signed_by_id: nowhere }, 'agreement_signed_by_id does not exist'],
    [{ email_branding_id: 'x' }, 'email_branding_id is not a valid UUID'],
    [{ agreement_signed_at: 'yesterday' }, 'agreement_signed_at Not a valid datetime.'],
    [{ agreement_signed_version: '2' }, 'agreement_signed_version 2 is not of type number, null'],
    [
      { billing_reference: 'r'.repeat(256) },
      'billing_reference is too long, at most 255 characters are kept',
    ],
    [{ notes: 'a\u0000b' }, 'notes is not valid Unicode without NUL'],
    [
      { can_approve_own_go_live_requests: null },
      'can_approve_own_go_live_requests None is not of type boolean',
    ],
  ])('rejects %j and creates nothing', async (wrong, message) => {
    const body = anOrganisationBody(wrong);
    const answer = await create(body);
    expect([answer.status, answer.body]).toEqual([400, faults(message)]);
    const rows = await service.database.query('SELECT FROM notify.organisation WHERE name = $1', [
      typeof body.name === 'string' ? body.name.replaceAll('\u0000', '') : '',
    ]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['null', 'None is not of type object'],
    ['"invalid"', 'invalid is not of type object'],
    ['[]', '[] is not of type object'],
  ])('rejects the body %s', async (body, message) => {
    const answer = await service.notify.post('/organisation', body);
    expect([answer.status, answer.body]).toEqual([400, faults(message)]);
  });

  it('accepts a name of 255 characters of any byte length', async () => {
    const name = '😀'.repeat(255);
    expect((await create(anOrganisationBody({ name }))).body).toMatchObject({ name });
  });

  it('sends no e-mails for agreement fields', async () => {
    const userId = await aUserRow(service.database);
    await anOrganisation(service, { agreement_signed: true, agreement_signed_by_id: userId });
    const mails = await service.database.query(
      `SELECT FROM notify.email e JOIN notify.user_account u ON u.email_address = e.recipient WHERE u.id = $1`,
      [userId],
    );
    expect(mails).toEqual([]);
  });

  it('records the author and the request body', async () => {
    const body = anOrganisationBody({ organisation_type: 'nhs_gp' });
    const answer = await service.notify.post('/organisation', body, {
      headers: { 'x-notify-user-id': 'person-1' },
    });
    expect(await auditOf(service.database, (answer.body as { id: string }).id)).toEqual([
      {
        client_id: 'development',
        entity: 'organisation',
        interaction_id: expect.any(String) as string,
        user_id: 'person-1',
        operation: 'create',
        changes: { ...body, email_branding_id: nhsEmail, letter_branding_id: nhsLetter },
      },
    ]);
  });
});
