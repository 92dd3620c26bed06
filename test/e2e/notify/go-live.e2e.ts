import { startApp, type TestApp } from '../../support/app.js';
import { aMemberRow, anOrganisationRow, aServiceRow, aUserRow } from '../../support/builders/notify-rows.js';

const approve = ['can_make_services_live'];
const unknownId = '7b2f1b52-0000-4000-8000-000000000000';
const noResult = { message: 'No result found', result: 'error' };

const nextSteps = {
  to: 'Member@Example.gov.uk',
  service_name: 'Name that was sent',
  body: 'Please review the service configuration before approval.',
};
const rejection = {
  name: 'John Doe',
  service_name: 'Name that was sent',
  organisation_name: 'HM Revenue & Customs',
  reason: 'Additional security review required.\n\nAnd more.',
  organisation_team_member_name: 'Jane Smith',
  organisation_team_member_email: 'no address at all',
};

interface Mail {
  template_id: string;
  recipient: string;
  reply_to: string | null;
  personalisation: Record<string, unknown>;
}

describe('requests to go live', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ NOTIFY_ADMIN_BASE_URL: 'https://admin.example/', MAIL_WORKER: 'false' });
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.query('DELETE FROM notify.email'));

  const requestPath = (id: string): string => `/organisation/notify-users-of-request-to-go-live/${id}`;
  const nextStepsPath = (id: string): string =>
    `/organisation/notify-org-member-about-next-steps-of-go-live-request/${id}`;
  const rejectionPath = (id: string): string =>
    `/organisation/notify-service-member-of-rejected-go-live-request/${id}`;

  const mails = (): Promise<Mail[]> =>
    app.database.query<Mail & Record<string, unknown>>(
      `SELECT template_id, recipient, reply_to, personalisation FROM notify.email ORDER BY created_at`,
    );
  const auditOf = (serviceId: string): Promise<unknown[]> =>
    app.database.query(
      `SELECT client_id, user_id, entity, operation, changes FROM notify.audit WHERE entity_id = $1 ORDER BY id`,
      [serviceId],
    );
  const versionOf = (serviceId: string): Promise<unknown[]> =>
    app.database.query('SELECT version FROM notify.service WHERE id = $1', [serviceId]);
  /** Creates an organisation and one service of it, with an active go-live request. */
  const fresh = async (
    overrides: Readonly<Record<string, unknown>> = {},
  ): Promise<{
    organisationId: string;
    organisation: string;
    serviceId: string;
    service: string;
    requester: string;
    requesterId: string;
  }> => {
    const organisationId = await anOrganisationRow(app.database);
    const requesterId = await aUserRow(app.database, { name: 'Req Uester' });
    const serviceId = await aServiceRow(app.database, {
      organisation_id: organisationId,
      go_live_user_id: requesterId,
      has_active_go_live_request: true,
      ...overrides,
    });
    return {
      organisationId,
      organisation: `Organisation ${organisationId}`,
      serviceId,
      service: `Service ${serviceId}`,
      requester: `user-${requesterId}@example.gov.uk`,
      requesterId,
    };
  };
  const aMember = async (
    organisationId: string,
    name: string,
    permissions: readonly string[],
    overrides: Readonly<Record<string, unknown>> = {},
  ): Promise<string> => {
    const id = await aUserRow(app.database, { name, ...overrides });
    await aMemberRow(app.database, organisationId, id, permissions);
    return id;
  };

  describe('POST /organisation/notify-users-of-request-to-go-live/{service_id}', () => {
    it('e-mails each approver in order of creation, then sends the requester a receipt', async () => {
      const { organisationId, organisation, serviceId, service, requester } = await fresh();
      const later = await aMember(organisationId, 'Later', approve, { created_at: '2024-03-01T00:00:00Z' });
      const first = await aMember(organisationId, 'First', approve, { created_at: '2024-01-01T00:00:00Z' });
      const before = await versionOf(serviceId);
      const answer = await app.notify.post(requestPath(serviceId), undefined, {
        headers: { 'content-type': 'application/json', 'x-notify-user-id': requester.slice(5, 41) },
      });
      expect([answer.status, answer.text]).toEqual([204, '']);

      const toApprover = (id: string, name: string): Mail => ({
        template_id: '5c7cfc0f-c3f4-4bd6-9a84-5a144aad5425',
        recipient: `user-${id}@example.gov.uk`,
        reply_to: requester,
        personalisation: {
          make_service_live_link: `https://admin.example/services/${serviceId}/make-service-live`,
          name,
          organisation_name: organisation,
          requester_email_address: requester,
          requester_name: 'Req Uester',
          service_name: service,
          support_page_link: 'https://admin.example/support',
        },
      });
      expect(await mails()).toEqual([
        toApprover(first, 'First'),
        toApprover(later, 'Later'),
        {
          template_id: 'c7083bfe-1b9a-4ff9-bd5c-30508727df6e',
          recipient: requester,
          reply_to: 'gov-uk-notify-support@digital.cabinet-office.gov.uk',
          personalisation: {
            name: 'Req Uester',
            organisation_name: organisation,
            organisation_team_member_names: ['First', 'Later'],
            service_name: service,
          },
        },
      ]);
      expect(await auditOf(serviceId)).toEqual([
        {
          client_id: 'development',
          user_id: requester.slice(5, 41),
          entity: 'service',
          operation: 'notify-users-of-request-to-go-live',
          changes: { approvers: [first, later] },
        },
      ]);
      expect(await versionOf(serviceId)).toEqual(before);
    });

    it('counts only active members with the permission in this organisation as approvers', async () => {
      const { organisationId, serviceId } = await fresh();
      const elsewhere = await anOrganisationRow(app.database);
      const good = await aMember(organisationId, 'Good', approve);
      await aMember(organisationId, 'Without permission', []);
      await aMember(organisationId, 'Pending', approve, { state: 'pending' });
      await aMember(organisationId, 'Inactive', approve, { state: 'inactive' });
      await aMember(elsewhere, 'Of another', approve);
      const memberHere = await aMember(organisationId, 'Permission elsewhere', []);
      await aMemberRow(app.database, elsewhere, memberHere, approve);
      const noMember = await aUserRow(app.database);
      await app.database.query(
        `INSERT INTO notify.organisation_permission VALUES ($1, $2, 'can_make_services_live')`,
        [organisationId, noMember],
      );
      expect((await app.notify.post(requestPath(serviceId), undefined)).status).toBe(204);
      const approvers = (await mails()).filter((mail) => mail.template_id.startsWith('5c7cfc0f'));
      expect(approvers.map((mail) => mail.recipient)).toEqual([`user-${good}@example.gov.uk`]);
    });

    it('e-mails a requester who is also an approver', async () => {
      const { organisationId, serviceId, requester, requesterId } = await fresh();
      await aMemberRow(app.database, organisationId, requesterId, approve);
      await app.notify.post(requestPath(serviceId), undefined);
      expect((await mails()).map((mail) => [mail.template_id.slice(0, 8), mail.recipient])).toEqual([
        ['5c7cfc0f', requester],
        ['c7083bfe', requester],
      ]);
    });

    it('sends no receipt if there are no approvers', async () => {
      const { organisationId, serviceId } = await fresh();
      await aMember(organisationId, 'Without permission', []);
      const answer = await app.notify.post(requestPath(serviceId), undefined);
      expect([answer.status, await mails()]).toEqual([204, []]);
      expect(await auditOf(serviceId)).toMatchObject([{ changes: { approvers: [] } }]);
    });

    it('does not require an active request', async () => {
      const { organisationId, serviceId } = await fresh({ has_active_go_live_request: false });
      await aMember(organisationId, 'Approver', approve);
      expect((await app.notify.post(requestPath(serviceId), undefined)).status).toBe(204);
      expect(await mails()).toHaveLength(2);
    });

    it('returns 400 for a service without an organisation', async () => {
      const { serviceId } = await fresh({ organisation_id: null });
      const answer = await app.notify.post(requestPath(serviceId), undefined);
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: 'Service has no organisation', result: 'error' },
      ]);
    });

    it('returns 400 for a service without a go_live_user', async () => {
      const { organisationId, serviceId } = await fresh({ go_live_user_id: null });
      await aMember(organisationId, 'Approver', approve);
      const answer = await app.notify.post(requestPath(serviceId), undefined);
      expect([answer.status, answer.body, await mails()]).toEqual([
        400,
        { message: 'Service has no go_live_user', result: 'error' },
        [],
      ]);
      expect(await auditOf(serviceId)).toEqual([]);
    });

    it('sends all e-mails of a request or none', async () => {
      const { organisationId, serviceId } = await fresh();
      await aMember(organisationId, 'Good', approve, { created_at: '2024-01-01T00:00:00Z' });
      // The second e-mail can not be stored: the address is too long for the column.
      await aMember(organisationId, 'Bad', approve, { email_address: `${'x'.repeat(395)}@b.c` });
      await app.database.query(
        'ALTER TABLE notify.email ADD CONSTRAINT short CHECK (length(recipient) < 300)',
      );
      const answer = await app.notify.post(requestPath(serviceId), undefined);
      await app.database.query('ALTER TABLE notify.email DROP CONSTRAINT short');
      expect([answer.status, await mails(), await auditOf(serviceId)]).toEqual([500, [], []]);
    });
  });

  describe('POST /organisation/notify-org-member-about-next-steps-of-go-live-request/{service_id}', () => {
    it('e-mails the body of the request to its recipient', async () => {
      const { serviceId, organisationId } = await fresh();
      const member = await aUserRow(app.database, { email_address: nextSteps.to });
      await aMemberRow(app.database, organisationId, member);
      const answer = await app.notify.post(nextStepsPath(serviceId), nextSteps);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(await mails()).toEqual([
        {
          template_id: '62f12a62-742b-4458-9336-741521b131c7',
          recipient: 'member@example.gov.uk',
          reply_to: null,
          personalisation: { body: nextSteps.body, service_name: nextSteps.service_name },
        },
      ]);
      expect(await auditOf(serviceId)).toEqual([
        {
          client_id: 'development',
          user_id: null,
          entity: 'service',
          operation: 'notify-org-member-about-next-steps-of-go-live-request',
          changes: nextSteps,
        },
      ]);
    });

    it('rejects an address that is not of an active member of the organisation, and sends no e-mail', async () => {
      const { serviceId, organisationId, requester } = await fresh();
      const other = await anOrganisationRow(app.database);
      const gone = await aUserRow(app.database, { state: 'inactive' });
      const elsewhere = await aUserRow(app.database);
      await aMemberRow(app.database, organisationId, gone);
      await aMemberRow(app.database, other, elsewhere);
      const addresses = [
        'stranger@example.gov.uk',
        requester,
        ...[gone, elsewhere].map((id) => `user-${id}@example.gov.uk`),
      ];
      for (const to of addresses) {
        const answer = await app.notify.post(nextStepsPath(serviceId), { ...nextSteps, to });
        expect([answer.status, answer.body]).toEqual([
          400,
          { message: 'to is not the address of a member of the organisation', result: 'error' },
        ]);
      }
      expect([await mails(), await auditOf(serviceId)]).toEqual([[], []]);
    });

    it('names every invalid or missing field, in order', async () => {
      const { serviceId } = await fresh();
      const wrong = await app.notify.post(nextStepsPath(serviceId), { body: 1, service_name: null, to: 'x' });
      expect([wrong.status, wrong.body]).toEqual([
        400,
        {
          errors: [
            { error: 'ValidationError', message: 'to Not a valid email address' },
            { error: 'ValidationError', message: 'service_name None is not of type string' },
            { error: 'ValidationError', message: 'body 1 is not of type string' },
          ],
          status_code: 400,
        },
      ]);
      for (const [to, shown] of [
        [5, '5'],
        [null, 'None'],
        [true, 'True'],
        [['x'], '[x]'],
      ]) {
        const answer = await app.notify.post(nextStepsPath(serviceId), { to, service_name: 'x', body: 'x' });
        expect([answer.status, answer.body]).toEqual([
          400,
          {
            errors: [{ error: 'ValidationError', message: `to ${String(shown)} is not of type string` }],
            status_code: 400,
          },
        ]);
      }
      const missing = await app.notify.post(nextStepsPath(serviceId), {});
      expect(missing.body).toEqual({
        errors: ['to', 'service_name', 'body'].map((field) => ({
          error: 'ValidationError',
          message: `${field} is a required property`,
        })),
        status_code: 400,
      });
      expect(await mails()).toEqual([]);
    });

    it('rejects an address that would inject a header', async () => {
      const { serviceId } = await fresh();
      const to = 'a@example.gov.uk\r\nBcc: b@example.gov.uk';
      expect((await app.notify.post(nextStepsPath(serviceId), { ...nextSteps, to })).status).toBe(400);
    });
  });

  describe('POST /organisation/notify-service-member-of-rejected-go-live-request/{service_id}', () => {
    it("e-mails the requester's stored address, with ^ before each line of the reason", async () => {
      const { serviceId, requester } = await fresh();
      const answer = await app.notify.post(rejectionPath(serviceId), rejection);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(await mails()).toEqual([
        {
          template_id: '507d0796-9e23-4ad7-b83b-5efbd9496866',
          recipient: requester,
          reply_to: null,
          personalisation: {
            ...rejection,
            reason: '^ Additional security review required.\n^ \n^ And more.',
          },
        },
      ]);
      expect(await auditOf(serviceId)).toEqual([
        {
          client_id: 'development',
          user_id: null,
          entity: 'service',
          operation: 'notify-service-member-of-rejected-go-live-request',
          changes: rejection,
        },
      ]);
    });

    it('names every missing field, in order', async () => {
      const { serviceId } = await fresh();
      const answer = await app.notify.post(rejectionPath(serviceId), {});
      expect([answer.status, answer.body]).toEqual([
        400,
        {
          errors: [
            'name',
            'service_name',
            'organisation_name',
            'reason',
            'organisation_team_member_name',
            'organisation_team_member_email',
          ].map((field) => ({ error: 'ValidationError', message: `${field} is a required property` })),
          status_code: 400,
        },
      ]);
    });
  });

  describe.each([
    ['the next steps', nextStepsPath, nextSteps],
    ['a rejection', rejectionPath, rejection],
  ])('%s', (_, path, body) => {
    it('require a go_live_user', async () => {
      const { serviceId } = await fresh({ go_live_user_id: null });
      const answer = await app.notify.post(path(serviceId), body);
      expect([answer.status, answer.body, await mails()]).toEqual([
        400,
        { message: 'Service has no go_live_user', result: 'error' },
        [],
      ]);
    });

    it('require an active request', async () => {
      const { serviceId } = await fresh({ has_active_go_live_request: false });
      const answer = await app.notify.post(path(serviceId), body);
      expect([answer.status, answer.body, await mails()]).toEqual([
        400,
        { message: 'Service has no active go live request', result: 'error' },
        [],
      ]);
    });

    it('are validated before the service is looked up', async () => {
      const faulty = await app.notify.post(path(unknownId), {});
      const good = await app.notify.post(path(unknownId), body);
      expect([faulty.status, good.status, good.body]).toEqual([400, 404, noResult]);
    });

    it('require a JSON content type', async () => {
      const { serviceId } = await fresh();
      const headers = { 'content-type': 'text/plain' };
      const answer = await app.notify.post(path(serviceId), JSON.stringify(body), { headers });
      expect(answer.status).toBe(415);
    });
  });

  it('returns 404 for an unknown service', async () => {
    const answer = await app.notify.post(requestPath(unknownId), undefined);
    expect([answer.status, answer.body]).toEqual([404, noResult]);
  });

  it.each([requestPath, nextStepsPath, rejectionPath])(
    'has no route for an id that is not a UUID',
    async (path) => {
      const answer = await app.notify.post(path('no-uuid'), {});
      expect([answer.status, answer.body]).toEqual([
        404,
        {
          message:
            'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
          result: 'error',
        },
      ]);
    },
  );
});
