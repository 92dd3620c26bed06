import { randomUUID } from 'node:crypto';
import { developmentAdminSecret } from '../../../src/config/notify-config.js';
import { Clock } from '../../../src/modules/notify/clock.js';
import { readInviteToken, writeInviteToken } from '../../../src/modules/notify/invites/invite-token.js';
import { noteSecret } from '../../support/evidence.js';
import { startApp, type TestApp } from '../../support/app.js';
import { adminToken, NotifyClient } from '../../support/notify-client.js';
import { anOrganisationRow, aUser } from '../../support/builders/notify-people.js';

const noResult = { message: 'No result found', result: 'error' };
const damaged = {
  message: { invitation: 'Something’s wrong with this link. Make sure you’ve copied the whole thing.' },
  result: 'error',
};
const expired = {
  message: {
    invitation:
      'Your invitation to GOV.UK Notify has expired. Please ask the person that invited you to send you another one',
  },
  result: 'error',
};

/** An invite and the token in the link of its e-mail. */
async function anInvite(service: TestApp): Promise<{ data: { id: string }; token: string }> {
  const organisation = await anOrganisationRow(service.database);
  const { id: invited_by } = await aUser(service.notify);
  const email_address = `${randomUUID()}@example.gov.uk`;
  const { body } = await service.notify.post(`/organisation/${organisation}/invite`, {
    email_address,
    invited_by,
  });
  const [email] = await service.database.query<{ url: string }>(
    `SELECT personalisation->>'url' AS url FROM notify.email WHERE recipient = $1`,
    [email_address],
  );
  const token = noteSecret(email?.url.split('/organisation-invitation/')[1] ?? '');
  return { data: (body as { data: { id: string } }).data, token };
}

describe('GET /invite/organisation/{invite_id or token}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const byLink = (token: string) =>
    Promise.all([
      service.notify.get(`/invite/organisation/${token}`),
      service.notify.get(`/invite/organisation/check/${token}`),
    ]);
  const told = (answers: readonly { status: number; body: unknown }[]) =>
    answers.map(({ status, body }) => [status, body]);

  it('answers the invite by its id, in any case and at any age', async () => {
    const { data } = await anInvite(service);
    jest.spyOn(service.app.get(Clock), 'now').mockReturnValue(new Date(Date.now() + 1_000_000_000));
    const answers = [
      await service.notify.get(`/invite/organisation/${data.id}`),
      await service.notify.get(`/invite/organisation/${data.id.toUpperCase()}`),
    ];
    expect(told(answers)).toEqual([
      [200, { data }],
      [200, { data }],
    ]);
  });

  it('returns 404 for an unknown invite id', async () => {
    const answer = await service.notify.get(`/invite/organisation/${randomUUID()}`);
    expect(told([answer])).toEqual([[404, noResult]]);
  });

  it('answers the invite by the token of its link, on both routes', async () => {
    const { data, token } = await anInvite(service);
    expect(told(await byLink(token))).toEqual([
      [200, { data }],
      [200, { data }],
    ]);
  });

  it.each([
    ['cut off', (token: string) => token.slice(0, -1)],
    ['longer than it was', (token: string) => `${token}x`],
    ['in another case', (token: string) => token.toLowerCase()],
    ['of something else', () => 'not-a-token'],
    ['of percent-encoded text', () => '%E2%80%99%20'],
  ])('answers 400 for a damaged link: %s', async (_, damage) => {
    const { token } = await anInvite(service);
    expect(told(await byLink(damage(token)))).toEqual([
      [400, damaged],
      [400, damaged],
    ]);
  });

  it('rejects an id as a damaged token on the route that accepts tokens only', async () => {
    const { data } = await anInvite(service);
    expect(told([await service.notify.get(`/invite/organisation/check/${data.id}`)])).toEqual([
      [400, damaged],
    ]);
  });

  it('answers 400 for a link older than two days', async () => {
    const clock = jest.spyOn(service.app.get(Clock), 'now');
    clock.mockReturnValue(new Date('2026-03-28T12:00:00.000Z'));
    const { data, token } = await anInvite(service);
    clock.mockReturnValue(new Date('2026-03-30T12:00:00.000Z'));
    expect(told(await byLink(token))).toEqual([
      [200, { data }],
      [200, { data }],
    ]);
    clock.mockReturnValue(new Date('2026-03-30T12:00:00.001Z'));
    expect(told(await byLink(token))).toEqual([
      [400, expired],
      [400, expired],
    ]);
  });

  it('returns 404 for a valid token of a deleted invite', async () => {
    const { data, token } = await anInvite(service);
    await service.database.query('DELETE FROM notify.organisation_invite WHERE id = $1', [data.id]);
    expect(told(await byLink(token))).toEqual([
      [404, noResult],
      [404, noResult],
    ]);
  });

  it('returns 401 without a token', async () => {
    const { token } = await anInvite(service);
    const answer = await fetch(`${service.origin}/invite/organisation/${token}`);
    expect(answer.status).toBe(401);
  });
});

describe('links of invites during rotation of the admin secrets', () => {
  const first = 'first-secret-of-the-admin-client-1234';
  const second = 'second-secret-of-the-admin-client-123';

  it('are signed with the first secret and accepted with each configured secret only', async () => {
    const service = await startApp({ NOTIFY_ADMIN_SECRETS: `${first},${second}` });
    const notify = new NotifyClient(service.origin, () => adminToken({}, first));
    const { data, token } = await anInvite({ ...service, notify });
    expect([readInviteToken(token, [first])?.inviteId, readInviteToken(token, [second])]).toEqual([
      data.id,
      null,
    ]);
    const open = (secret: string) =>
      notify.get(
        `/invite/organisation/check/${writeInviteToken({ inviteId: data.id, issuedAt: new Date() }, secret)}`,
      );
    const answers = [await open(first), await open(second), await open(developmentAdminSecret)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400]);
    await service.close();
  });
});
