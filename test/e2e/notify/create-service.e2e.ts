import { randomUUID } from 'node:crypto';
import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aDomain,
  anOrganisationRow,
  aServiceBody,
  aUserRow,
  brandingRows,
} from '../../support/builders/notify-service.js';
import { auditOf } from '../../support/notify-audit.js';
import { waiting } from '../../support/other-transaction.js';
import { setClock } from '../../support/notify-clock.js';

const nhsEmailBranding = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea';
const nhsLetterBranding = '2cd354bb-6b85-eda3-c0ad-6b613150459f';
const nhsNotify = '477f8870-af2b-4b81-9a2c-1fad12028919';
const missing = 'Missing data for required field.';

describe('POST /service', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  beforeEach(() => {
    setClock(service, '2026-11-22T12:00:00Z');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  type Data = Record<string, unknown> & { id: string };
  const create = async (overrides: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
    const { status, body, text } = await service.notify.post('/service', aServiceBody(overrides));
    if (status !== 201) throw new Error(text);
    return (body as { data: Data }).data;
  };
  /** Creates a user whose e-mail address is in a domain of an organisation. */
  const someoneOf = async (
    organisation: Readonly<Record<string, unknown>>,
  ): Promise<{ organisationId: string; userId: string }> => {
    const organisationId = await anOrganisationRow(service.database, organisation);
    const domain = `${randomUUID()}.gov.uk`;
    await aDomain(service.database, organisationId, domain);
    const userId = await aUserRow(service.database, { email_address: `jane@team.${domain}` });
    return { organisationId, userId };
  };
  const countOf = async (name: string): Promise<number> => {
    const rows = await service.database.query('SELECT FROM notify.service WHERE name = $1', [name]);
    return rows.length;
  };

  it('answers 201 with the 35 keys of the service, and crown', async () => {
    const body = aServiceBody({ name: 'Täx & Notifications' });
    const answer = await service.notify.post('/service', body);
    const { data } = answer.body as { data: Data };
    expect([answer.status, data]).toEqual([
      201,
      {
        active: true,
        billing_contact_email_addresses: null,
        billing_contact_names: null,
        billing_reference: null,
        confirmed_email_sender_name: null,
        confirmed_unique: false,
        consent_to_research: null,
        contact_link: null,
        count_as_live: true,
        created_by: body.created_by,
        crown: null,
        custom_email_sender_name: null,
        email_branding: null,
        email_message_limit: 50,
        email_sender_local_part: 'tax.notifications',
        go_live_at: null,
        go_live_user: null,
        has_active_go_live_request: false,
        id: data.id,
        international_sms_message_limit: 100,
        letter_branding: null,
        letter_message_limit: 30,
        name: 'Täx & Notifications',
        notes: null,
        organisation: null,
        organisation_type: null,
        permissions: ['email', 'sms', 'letter', 'international_sms', 'international_letters'],
        prefix_sms: true,
        purchase_order_number: null,
        rate_limit: 3_000,
        restricted: true,
        service_callback_api: [],
        sms_message_limit: 40,
        volume_email: null,
        volume_letter: null,
        volume_sms: null,
      },
    ]);
    expect(Object.keys(data)).toHaveLength(36);
    expect((await service.notify.get(`/service/${data.id}`)).body).toEqual(answer.body);
  });

  it('makes the creator a member with the default permissions of a creator', async () => {
    const userId = await aUserRow(service.database);
    const { id } = await create({ user_id: userId });
    const members = await service.database.query(
      'SELECT user_id, permissions FROM notify.service_member WHERE service_id = $1',
      [id],
    );
    expect(members).toEqual([
      {
        user_id: userId,
        permissions: [
          'manage_users',
          'manage_templates',
          'manage_settings',
          'send_texts',
          'send_emails',
          'send_letters',
          'manage_api_keys',
          'view_activity',
        ],
      },
    ]);
  });

  it('sets the free allowance of the current financial year to the default of its type', async () => {
    const { id } = await create({ organisation_type: 'central' });
    expect(
      await service.database.query(
        'SELECT financial_year_start, free_sms_fragment_limit FROM notify.annual_billing WHERE service_id = $1',
        [id],
      ),
    ).toEqual([{ financial_year_start: 2026, free_sms_fragment_limit: 20_000 }]);
  });

  it('records the creation and its author in the audit', async () => {
    const body = aServiceBody();
    const answer = await service.notify.post('/service', body, {
      headers: { 'x-notify-user-id': 'somebody' },
    });
    const { id } = (answer.body as { data: Data }).data;
    expect(await auditOf(service.database, id)).toEqual([
      {
        client_id: expect.any(String) as string,
        user_id: 'somebody',
        interaction_id: answer.headers.get('x-fapi-interaction-id'),
        entity: 'service',
        operation: 'create',
        changes: { ...body, organisation: null },
      },
    ]);
  });

  it('creates an active service whatever active says', async () => {
    expect(await create({ active: false })).toMatchObject({ active: true });
  });

  it('accepts every other field of an update', async () => {
    const brandings = await brandingRows(service.database);
    const fields = {
      billing_contact_email_addresses: 'a@example.com',
      billing_contact_names: 'A',
      billing_reference: 'B-1',
      confirmed_email_sender_name: true,
      confirmed_unique: true,
      consent_to_research: false,
      contact_link: 'https://example.com',
      crown: true,
      custom_email_sender_name: 'The Team',
      email_branding: brandings.email,
      has_active_go_live_request: true,
      international_sms_message_limit: 9_007_199_254_740_991,
      letter_branding: brandings.letter,
      notes: 'A note',
      permissions: ['email', 'upload_document'],
      prefix_sms: false,
      purchase_order_number: 'PO-1',
      rate_limit: 1,
      volume_email: 1,
      volume_letter: 2,
      volume_sms: 3,
    };
    expect(await create(fields)).toMatchObject({ ...fields, email_sender_local_part: 'the.team' });
  });

  it('sets count_as_live to false if the creator is a platform admin', async () => {
    const userId = await aUserRow(service.database, { platform_admin: true });
    expect(await create({ user_id: userId })).toMatchObject({ count_as_live: false });
    expect(await create({ user_id: userId, count_as_live: true })).toMatchObject({ count_as_live: true });
  });

  describe('the organisation of a new service', () => {
    it("is the owner of the domain of the creator's address, and sets type, Crown status and brandings", async () => {
      const brandings = await brandingRows(service.database);
      const { organisationId, userId } = await someoneOf({
        organisation_type: 'local',
        crown: false,
        email_branding_id: brandings.email,
        letter_branding_id: brandings.letter,
      });
      expect(await create({ user_id: userId, organisation_type: 'central' })).toMatchObject({
        organisation: organisationId,
        organisation_type: 'local',
        crown: false,
        email_branding: brandings.email,
        letter_branding: brandings.letter,
      });
    });

    it('sets the allowance of its own type', async () => {
      const { userId } = await someoneOf({ organisation_type: 'local' });
      const { id } = await create({ user_id: userId, organisation_type: 'central' });
      const answer = await service.notify.get(`/service/${id}/billing/free-sms-fragment-limit`);
      expect(answer.body).toEqual({ financial_year_start: 2026, free_sms_fragment_limit: 10_000 });
    });

    it('sets unknown type and Crown status to null, and no branding if it has none', async () => {
      const { organisationId, userId } = await someoneOf({});
      expect(await create({ user_id: userId, organisation_type: 'nhs_central', crown: true })).toMatchObject({
        organisation: organisationId,
        organisation_type: null,
        crown: null,
        email_branding: null,
        letter_branding: null,
      });
    });

    it('keeps a branding that the request names', async () => {
      const [own, theirs] = [await brandingRows(service.database), await brandingRows(service.database)];
      const { userId } = await someoneOf({ email_branding_id: theirs.email });
      expect(await create({ user_id: userId, email_branding: own.email })).toMatchObject({
        email_branding: own.email,
      });
    });

    it('is null if the owner of the domain is inactive', async () => {
      const { userId } = await someoneOf({ active: false, organisation_type: 'local', crown: false });
      expect(await create({ user_id: userId, organisation_type: 'other' })).toMatchObject({
        organisation: null,
        organisation_type: 'other',
        crown: null,
      });
    });

    it('is NHS Notify for services of its type, whatever the address', async () => {
      const { userId } = await someoneOf({ organisation_type: 'local' });
      expect(await create({ user_id: userId, organisation_type: 'nhs_notify' })).toMatchObject({
        organisation: nhsNotify,
        organisation_type: 'nhs_notify',
        crown: false,
        email_branding: nhsEmailBranding,
        letter_branding: nhsLetterBranding,
      });
    });

    it('is null if the organisation becomes inactive while the request waits for its lock', async () => {
      const { organisationId, userId } = await someoneOf({});
      let made: Promise<Data> | undefined;
      await service.app.get(Database).transaction(async (transaction) => {
        await transaction.query('UPDATE notify.organisation SET active = false WHERE id = $1', [
          organisationId,
        ]);
        made = create({ user_id: userId });
        await waiting(service.database);
      });
      expect(await made).toMatchObject({ organisation: null });
    });
  });

  describe('a new service without an organisation', () => {
    it.each([
      ['nhs_central', true],
      ['nhs_local', false],
      ['nhs_gp', false],
      ['local', false],
      ['emergency_service', false],
      ['school_or_college', false],
      ['central', null],
      ['other', null],
      [null, null],
    ])('of type %s has the Crown status %s', async (type, crown) => {
      expect(await create({ organisation_type: type })).toMatchObject({ organisation_type: type, crown });
    });

    it.each(['nhs_central', 'nhs_local', 'nhs_gp'])('of type %s has the NHS brandings', async (type) => {
      expect(await create({ organisation_type: type })).toMatchObject({
        email_branding: nhsEmailBranding,
        letter_branding: nhsLetterBranding,
      });
    });

    it.each(['nhs.uk', 'nhs.net', 'trust.nhs.uk', 'TRUST.NHS.NET'])(
      "has the NHS brandings if its creator's address is at %s",
      async (host) => {
        const userId = await aUserRow(service.database, { email_address: `${randomUUID()}@${host}` });
        expect(await create({ user_id: userId })).toMatchObject({
          email_branding: nhsEmailBranding,
          letter_branding: nhsLetterBranding,
        });
      },
    );

    it.each(['xnhs.uk', 'nhs.uk.example', 'nhs.org'])(
      "has no NHS brandings if its creator's address is at %s",
      async (host) => {
        const userId = await aUserRow(service.database, { email_address: `${randomUUID()}@${host}` });
        expect(await create({ user_id: userId })).toMatchObject({
          email_branding: null,
          letter_branding: null,
        });
      },
    );
  });

  describe('the name of a new service', () => {
    it.each([
      ['Duplicate Thing', 'Duplicate Thing'],
      ['Second Thing', 'second   thing'],
      ['Thïrd Thing', 'THIRD THING'],
      ['Fourth Thing', 'Fourth.Thing!'],
    ])('%p conflicts with %p', async (taken, name) => {
      await create({ name: taken });
      const answer = await service.notify.post('/service', aServiceBody({ name }));
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: { name: [`Duplicate service name '${name}'`] }, result: 'error' },
      ]);
    });

    it('is given to one of many concurrent requests; the others store nothing', async () => {
      const name = `Wanted ${randomUUID()}`;
      const userId = await aUserRow(service.database);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () =>
          service.notify.post('/service', aServiceBody({ name, user_id: userId })),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400, 400]);
      expect(await countOf(name)).toBe(1);
      expect(
        await service.database.query('SELECT FROM notify.service_member WHERE user_id = $1', [userId]),
      ).toHaveLength(1);
    });

    it('can have 255 characters', async () => {
      const name = 'é'.repeat(255);
      expect(await create({ name })).toMatchObject({ name });
    });

    it.each([
      ['', 'Must have a letter or a digit.'],
      ['   ', 'Must have a letter or a digit.'],
      ['!?', 'Must have a letter or a digit.'],
      ['x'.repeat(256), 'Longer than maximum length 255.'],
      [1, 'Not a valid string.'],
      [null, 'Field may not be null.'],
      ['a\u0000b', 'Not a valid string.'],
    ])('can not be %p', async (name, text) => {
      const answer = await service.notify.post('/service', aServiceBody({ name }));
      expect([answer.status, answer.body]).toEqual([400, { message: { name: [text] }, result: 'error' }]);
    });
  });

  it('names every missing field', async () => {
    const answer = await service.notify.post('/service', {});
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        message: {
          created_by: [missing],
          email_message_limit: [missing],
          letter_message_limit: [missing],
          name: [missing],
          restricted: [missing],
          sms_message_limit: [missing],
          user_id: [missing],
        },
        result: 'error',
      },
    ]);
  });

  it.each([
    [{ user_id: 'x' }, { user_id: ['Not a valid UUID.'] }],
    [{ created_by: null }, { created_by: ['Field may not be null.'] }],
    [{ email_message_limit: -1 }, { email_message_limit: ['Must be from 0 to 9007199254740991.'] }],
    [{ sms_message_limit: 1.5 }, { sms_message_limit: ['Not a valid integer.'] }],
    [{ letter_message_limit: '5' }, { letter_message_limit: ['Not a valid integer.'] }],
    [{ restricted: 'yes' }, { restricted: ['Not a valid boolean.'] }],
    [{ active: null }, { active: ['Field may not be null.'] }],
    [
      { organisation_type: 'foo' },
      {
        organisation_type: [
          'Must be one of: central, local, nhs_central, nhs_local, nhs_gp, nhs_notify, emergency_service, school_or_college, other.',
        ],
      },
    ],
    [{ organisation: randomUUID() }, { organisation: ['is not a known field'] }],
    [{ version: 2 }, { version: ['is not a known field'] }],
    [{ created_by: randomUUID() }, { created_by: ['No result found'] }],
    [{ email_branding: randomUUID() }, { email_branding: ['No result found'] }],
    [{ letter_branding: randomUUID() }, { letter_branding: ['No result found'] }],
    [{ go_live_user: randomUUID() }, { go_live_user: ['No result found'] }],
  ])('rejects %j and creates nothing', async (fault, message) => {
    const body = aServiceBody(fault);
    const answer = await service.notify.post('/service', body);
    expect([answer.status, answer.body]).toEqual([400, { message, result: 'error' }]);
    expect(await countOf(String(body.name))).toBe(0);
  });

  it('rejects a body that is not an object', async () => {
    const answer = await service.notify.post('/service', []);
    expect([answer.status, answer.body]).toEqual([
      400,
      { message: { _schema: ['Invalid input type.'] }, result: 'error' },
    ]);
  });

  it('returns 404 for an unknown user', async () => {
    const body = aServiceBody({ user_id: randomUUID() });
    const answer = await service.notify.post('/service', body);
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
    expect(await countOf(String(body.name))).toBe(0);
  });
});
