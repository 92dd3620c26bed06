import { randomUUID } from 'node:crypto';
import { Clock } from '../../../src/modules/notify/clock.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationRow, aUser } from '../../support/builders/notify-people.js';

const noResult = { message: 'No result found', result: 'error' };
const faults = (...messages: string[]) => ({
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
  status_code: 400,
});

describe('invites to an organisation', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp({
      NOTIFY_LINK_ORIGINS: 'https://admin.example.gov.uk,http://127.0.0.1:6012,https://example.gov.uk',
    });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  type Invite = Record<string, unknown> & { id: string };
  const invite = (organisation: string, body: unknown) =>
    service.notify.post(`/organisation/${organisation}/invite`, body);
  const dataOf = ({ body }: { body: unknown }) => (body as { data: Invite }).data;
  const aBody = async (overrides = {}) => ({
    email_address: `${randomUUID()}@example.gov.uk`,
    invited_by: (await aUser(service.notify)).id,
    permissions: ['can_make_services_live'],
    ...overrides,
  });
  const emailsTo = (address: unknown) =>
    service.database.query<{ personalisation: { url: string } }>(
      `SELECT template_id, recipient, reply_to, personalisation FROM notify.email
       WHERE recipient = lower($1)`,
      [address],
    );
  const invitesOf = async (organisation: string) =>
    ((await service.notify.get(`/organisation/${organisation}/invite`)).body as { data: Invite[] }).data;
  const auditOf = (id: string) =>
    service.database.query(
      `SELECT operation, changes FROM notify.audit WHERE entity = 'organisation' AND entity_id = $1 ORDER BY id`,
      [id],
    );

  describe('POST /organisation/{id}/invite', () => {
    it('creates a pending invite and answers 201 with it', async () => {
      const organisation = await anOrganisationRow(service.database);
      const body = await aBody();
      jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date('2026-11-22T01:02:03.004Z'));
      const answer = await invite(organisation, body);
      expect([answer.status, answer.body]).toEqual([
        201,
        {
          data: {
            created_at: '2026-11-22T01:02:03.004000Z',
            email_address: body.email_address,
            id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            invited_by: body.invited_by,
            organisation,
            permissions: ['can_make_services_live'],
            status: 'pending',
          },
        },
      ]);
    });

    it('sends the invitee one e-mail with the link, in the name of the inviter, with Reply-To of the inviter', async () => {
      const organisation = await anOrganisationRow(service.database, { name: 'Ministry of Justice' });
      const inviter = await aUser(service.notify, { name: 'John Doe' });
      const body = await aBody({
        invited_by: inviter.id.toUpperCase(),
        email_address: `New.${randomUUID()}@Example.gov.uk`,
      });
      await invite(organisation, body);
      expect(await emailsTo(body.email_address)).toEqual([
        {
          template_id: '203566f0-d835-47c5-aa06-932439c86573',
          recipient: body.email_address.toLowerCase(),
          reply_to: inviter.email_address,
          personalisation: {
            organisation_name: 'Ministry of Justice',
            url: expect.stringMatching(
              /^http:\/\/localhost:6012\/organisation-invitation\/[\w-]{72}$/,
            ) as string,
            user_name: 'John Doe',
          },
        },
      ]);
    });

    it('names the Notify team if the inviter is a platform admin', async () => {
      const inviter = await aUser(service.notify, { platform_admin: true });
      const body = await aBody({ invited_by: inviter.id });
      await invite(await anOrganisationRow(service.database), body);
      expect(await emailsTo(body.email_address)).toMatchObject([
        { reply_to: inviter.email_address, personalisation: { user_name: 'The GOV.UK Notify team' } },
      ]);
    });

    it.each([
      ['https://admin.example.gov.uk', 'https://admin.example.gov.uk/organisation-invitation/'],
      ['http://127.0.0.1:6012/', 'http://127.0.0.1:6012/organisation-invitation/'],
      ['https://example.gov.uk/notify', 'https://example.gov.uk/notify/organisation-invitation/'],
      [null, 'http://localhost:6012/organisation-invitation/'],
    ])('links to the host %j of the request', async (invite_link_host, start) => {
      const body = await aBody({ invite_link_host });
      expect((await invite(await anOrganisationRow(service.database), body)).status).toBe(201);
      const [email] = await emailsTo(body.email_address);
      expect(email?.personalisation.url.slice(0, start.length)).toBe(start);
    });

    it('creates an invite without permissions if the list is absent or empty', async () => {
      const organisation = await anOrganisationRow(service.database);
      const answers = [
        await invite(organisation, await aBody({ permissions: undefined })),
        await invite(organisation, await aBody({ permissions: [] })),
      ];
      expect(answers.map((answer) => [answer.status, dataOf(answer).permissions])).toEqual([
        [201, []],
        [201, []],
      ]);
    });

    it('ignores unknown fields and repeated permissions', async () => {
      const body = await aBody({
        folder_permissions: [],
        permissions: ['can_make_services_live', 'can_make_services_live'],
      });
      const answer = await invite(await anOrganisationRow(service.database), body);
      expect([answer.status, dataOf(answer).permissions]).toEqual([201, ['can_make_services_live']]);
    });

    it('removes white space around the address and invisible characters in it', async () => {
      const address = `${randomUUID()}@example.gov.uk`;
      const body = await aBody({ email_address: ` ${address}\u200b ` });
      const answer = await invite(await anOrganisationRow(service.database), body);
      expect([dataOf(answer).email_address, (await emailsTo(address)).length]).toEqual([address, 1]);
    });

    it("accepts a repeated invite of one address, even a member's, and sends an e-mail each time", async () => {
      const organisation = await anOrganisationRow(service.database);
      const member = await aUser(service.notify);
      await service.notify.post(`/organisation/${organisation}/users/${member.id}`, { permissions: [] });
      const body = await aBody({ email_address: member.email_address });
      const answers = await Promise.all([invite(organisation, body), invite(organisation, body)]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect([(await invitesOf(organisation)).length, (await emailsTo(member.email_address)).length]).toEqual(
        [2, 2],
      );
    });

    it.each([
      [{}, ['email_address is a required property', 'invited_by is a required property']],
      [
        { email_address: 'jane', invited_by: 'me', permissions: ['fly', 7] },
        [
          'email_address Not a valid email address',
          'invited_by is not a valid UUID',
          'permissions fly is not one of [can_make_services_live]',
          'permissions 7 is not one of [can_make_services_live]',
        ],
      ],
      [
        { email_address: 'jane@example.gov.uk', permissions: null },
        ['permissions None is not of type array', 'invited_by is a required property'],
      ],
      [
        { email_address: 7, invited_by: 7, invite_link_host: 7 },
        [
          'email_address 7 is not of type string',
          'invited_by is not a valid UUID',
          'invite_link_host 7 is not of type string, null',
        ],
      ],
      [[], ['[] is not of type object']],
    ])('rejects %j before it looks up the organisation', async (body, messages) => {
      const answer = await invite(randomUUID(), body);
      expect([answer.status, answer.body]).toEqual([400, faults(...messages)]);
    });

    it.each([
      'example.gov.uk',
      'ftp://example.gov.uk',
      'javascript://example.gov.uk/%0aalert(1)',
      'https://',
      'https://exa mple.gov.uk',
      'https://example.gov.uk?to=',
      'https://example.gov.uk#',
      'https://example.gov.uk@elsewhere.example',
      'https://user:password@example.gov.uk',
      '//example.gov.uk',
      'https:///example.gov.uk',
      'https://example.gov.uk\\@elsewhere.example',
      'https:\\\\example.gov.uk',
      'https://\uff45xample.gov.uk',
      'https://ex\u0430mple.gov.uk',
      'https://ex%61mple.gov.uk',
      'https://example.gov.uk\u3002evil.example',
      '',
    ])('rejects the host %j and sends no e-mail', async (invite_link_host) => {
      const organisation = await anOrganisationRow(service.database);
      const body = await aBody({ invite_link_host });
      const answer = await invite(organisation, body);
      expect([answer.status, answer.body, await emailsTo(body.email_address)]).toEqual([
        400,
        faults('invite_link_host is not a valid http or https URL'),
        [],
      ]);
    });

    it.each([
      'http://example.gov.uk',
      'https://example.gov.uk:8443',
      'https://evil.example',
      'https://example.gov.uk.evil.example',
      'https://sub.example.gov.uk',
      'https://xn--exmple-4nf.gov.uk',
      'http://localhost:6013',
      'https://localhost:6012',
    ])('rejects the origin %j, which is not allowed, and sends no e-mail', async (invite_link_host) => {
      const organisation = await anOrganisationRow(service.database);
      const body = await aBody({ invite_link_host });
      const answer = await invite(organisation, body);
      expect([answer.status, answer.body, await emailsTo(body.email_address)]).toEqual([
        400,
        faults(
          'invite_link_host is not one of the allowed origins. Use http://localhost:6012 or https://admin.example.gov.uk or http://127.0.0.1:6012 or https://example.gov.uk',
        ),
        [],
      ]);
      expect(await invitesOf(organisation)).toEqual([]);
    });

    it('returns 404 for an unknown organisation and 400 for an unknown inviter, and sends no e-mail', async () => {
      const organisation = await anOrganisationRow(service.database);
      const body = await aBody();
      const unknown = await invite(randomUUID(), body);
      const stranger = await invite(organisation, { ...body, invited_by: randomUUID() });
      expect([unknown.status, unknown.body, stranger.status, stranger.body]).toEqual([
        404,
        noResult,
        400,
        faults('invited_by does not exist'),
      ]);
      expect([await invitesOf(organisation), await emailsTo(body.email_address)]).toEqual([[], []]);
    });

    it('refuses an invite to an archived organisation and sends no e-mail', async () => {
      const organisation = await anOrganisationRow(service.database, { active: false });
      const body = await aBody();
      const answer = await invite(organisation, body);
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: 'Cannot invite users to an archived organisation', result: 'error' },
      ]);
      expect([await invitesOf(organisation), await emailsTo(body.email_address)]).toEqual([[], []]);
    });

    it('stores neither the invite nor the e-mail if one of these can not be stored', async () => {
      const organisation = await anOrganisationRow(service.database);
      const body = await aBody({ invite_link_host: `https://example.gov.uk/${'x'.repeat(1_000)}` });
      await service.database.query(
        `ALTER TABLE notify.email ADD CONSTRAINT email_short_check
         CHECK (length(personalisation->>'url') < 1000) NOT VALID`,
      );
      const answer = await invite(organisation, body);
      await service.database.query('ALTER TABLE notify.email DROP CONSTRAINT email_short_check');
      expect([answer.status, await invitesOf(organisation), await emailsTo(body.email_address)]).toEqual([
        500,
        [],
        [],
      ]);
    });

    it('records the invite in the audit without its link', async () => {
      const organisation = await anOrganisationRow(service.database);
      const body = await aBody();
      const { id } = dataOf(await invite(organisation, body));
      expect(await auditOf(organisation)).toEqual([
        {
          operation: 'invite-user',
          changes: {
            email_address: body.email_address,
            invite_id: id,
            invited_by: body.invited_by,
            permissions: ['can_make_services_live'],
          },
        },
      ]);
    });
  });

  describe('GET /organisation/{id}/invite', () => {
    it("lists only this organisation's invites of every status and age, oldest first", async () => {
      const organisation = await anOrganisationRow(service.database);
      await invite(await anOrganisationRow(service.database), await aBody());
      const clock = jest.spyOn(service.app.get(Clock), 'now');
      const made: Invite[] = [];
      for (const time of ['2026-03-03T00:00:00Z', '2025-01-01T00:00:00Z', '2026-02-02T00:00:00Z']) {
        clock.mockReturnValue(new Date(time));
        made.push(dataOf(await invite(organisation, await aBody())));
      }
      const [last, first, middle] = made;
      const set = (one: Invite | undefined, status: string) =>
        service.notify.post(`/organisation/${organisation}/invite/${one?.id}`, { status });
      await set(first, 'accepted');
      await set(middle, 'cancelled');
      const answer = await service.notify.get(`/organisation/${organisation}/invite`);
      expect([answer.status, answer.body]).toEqual([
        200,
        { data: [{ ...first, status: 'accepted' }, { ...middle, status: 'cancelled' }, last] },
      ]);
    });

    it('returns an empty list without invites, and 404 for an unknown organisation', async () => {
      expect(await invitesOf(await anOrganisationRow(service.database))).toEqual([]);
      const answer = await service.notify.get(`/organisation/${randomUUID()}/invite`);
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });
  });

  describe('GET /organisation/{id}/invite/{invite_id}', () => {
    it('answers the invite, and 404 for an unknown invite or one of another organisation', async () => {
      const organisation = await anOrganisationRow(service.database);
      const made = dataOf(await invite(organisation, await aBody()));
      const get = (of: string, id: string) => service.notify.get(`/organisation/${of}/invite/${id}`);
      const other = await anOrganisationRow(service.database);
      const answers = [
        await get(organisation, made.id),
        await get(organisation, randomUUID()),
        await get(other, made.id),
        await get(randomUUID(), made.id),
      ];
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [200, { data: made }],
        [404, noResult],
        [404, noResult],
        [404, noResult],
      ]);
    });
  });

  describe('POST /organisation/{id}/invite/{invite_id}', () => {
    const setStatus = (organisation: string, id: string, body: unknown, headers = {}) =>
      service.notify.post(`/organisation/${organisation}/invite/${id}`, body, { headers });

    it.each(['accepted', 'cancelled'])(
      'sets a pending invite to %s, answers it and adds no member',
      async (status) => {
        const organisation = await anOrganisationRow(service.database);
        const made = dataOf(await invite(organisation, await aBody()));
        const answer = await setStatus(organisation, made.id, { status });
        expect([answer.status, answer.body]).toEqual([200, { data: { ...made, status } }]);
        const read = await service.notify.get(`/organisation/${organisation}/invite/${made.id}`);
        expect(read.text).toBe(answer.text);
        expect((await service.notify.get(`/organisation/${organisation}/users`)).body).toEqual({ data: [] });
      },
    );

    it.each([
      ['accepted', 'pending'],
      ['accepted', 'cancelled'],
      ['cancelled', 'pending'],
      ['cancelled', 'accepted'],
    ])('keeps an invite %s when asked to make it %s', async (status, other) => {
      const organisation = await anOrganisationRow(service.database);
      const made = dataOf(await invite(organisation, await aBody()));
      await setStatus(organisation, made.id, { status });
      const answer = await setStatus(organisation, made.id, { status: other });
      expect([answer.status, answer.body, await invitesOf(organisation)]).toEqual([
        400,
        { message: `Invite is ${status} and cannot become ${other}`, result: 'error' },
        [{ ...made, status }],
      ]);
    });

    it('accepts or cancels an invite, not both, in concurrent requests', async () => {
      for (let round = 0; round < 10; round++) {
        const organisation = await anOrganisationRow(service.database);
        const { id } = dataOf(await invite(organisation, await aBody()));
        const statuses = ['accepted', 'cancelled', 'accepted', 'cancelled'];
        const answers = await Promise.all(statuses.map((status) => setStatus(organisation, id, { status })));
        const [{ status } = { status: '' }] = await invitesOf(organisation);
        expect(answers.map((answer) => answer.status)).toEqual(
          statuses.map((wanted) => (wanted === status ? 200 : 400)),
        );
        expect(await auditOf(organisation)).toHaveLength(2);
      }
    });

    it('sends no e-mail, and records a change but no repetition', async () => {
      const organisation = await anOrganisationRow(service.database);
      const body = await aBody();
      const { id } = dataOf(await invite(organisation, body));
      for (const status of ['pending', 'cancelled', 'cancelled'])
        expect((await setStatus(organisation, id, { status })).status).toBe(200);
      expect((await auditOf(organisation)).slice(1)).toEqual([
        { operation: 'update-invite', changes: { invite_id: id, status: 'cancelled' } },
      ]);
      expect(await emailsTo(body.email_address)).toHaveLength(1);
    });

    it.each([
      [{}, 'status is a required property'],
      [{ status: 'foo' }, 'status foo is not one of [pending, accepted, cancelled]'],
      [{ status: null }, 'status None is not one of [pending, accepted, cancelled]'],
      [[], '[] is not of type object'],
    ])('rejects %j and changes nothing', async (body, message) => {
      const organisation = await anOrganisationRow(service.database);
      const made = dataOf(await invite(organisation, await aBody()));
      const answer = await setStatus(organisation, made.id, body);
      expect([answer.status, answer.body, await invitesOf(organisation)]).toEqual([
        400,
        faults(message),
        [made],
      ]);
    });

    it('returns 404 for an unknown invite before it checks the status', async () => {
      const organisation = await anOrganisationRow(service.database);
      const elsewhere = await anOrganisationRow(service.database);
      const { id } = dataOf(await invite(elsewhere, await aBody()));
      const answers = [
        await setStatus(organisation, randomUUID(), { status: 'foo' }),
        await setStatus(organisation, id, {}),
        await setStatus(randomUUID(), id, { status: 'accepted' }),
      ];
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [404, noResult],
        [404, noResult],
        [404, noResult],
      ]);
    });

    it('changes the invite only if If-Match names the current state', async () => {
      const organisation = await anOrganisationRow(service.database);
      const { id } = dataOf(await invite(organisation, await aBody()));
      const read = await service.notify.get(`/organisation/${organisation}/invite/${id}`);
      const held = { 'if-match': read.headers.get('etag') ?? '' };
      const answers = [
        await setStatus(organisation, id, { status: 'accepted' }, held),
        await setStatus(organisation, id, { status: 'cancelled' }, held),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 412]);
      expect(await invitesOf(organisation)).toMatchObject([{ status: 'accepted' }]);
    });
  });
});
