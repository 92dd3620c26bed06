import { loadNotifySample } from '../../../src/modules/notify/seed/load-notify-sample.js';
import { startApp, type TestApp } from '../../support/app.js';

const now = new Date('2026-11-22T12:00:00Z');
const cabinetOffice = '1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d';

interface Listed {
  name: string;
  domains: string[];
  count_of_live_services: number;
}

describe('the sample of the Notify API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    await loadNotifySample(app.database.url, now);
  });
  afterAll(() => app.close());

  it('has three organisations with services, members and brandings', async () => {
    const { body } = await app.notify.get('/organisation');
    expect((body as Listed[]).map((each) => [each.name, each.domains, each.count_of_live_services])).toEqual([
      ['Cabinet Office', ['cabinetoffice.gov.uk'], 1],
      ['Department for Education', ['education.gov.uk'], 1],
      ['NHS Notify', [], 0],
      ['Transport Sample Agency', ['dft.gov.uk', 'transport.example.gov.uk'], 1],
    ]);
    const users = await app.notify.get(`/organisation/${cabinetOffice}/users`);
    expect(users.body).toMatchObject({ data: [{ name: 'Jane Smith' }, { name: 'Amina Khan' }] });
    const pool = await app.notify.get(`/organisation/${cabinetOffice}/email-branding-pool`);
    expect(pool.body).toMatchObject({ data: [{ name: 'Cabinet Office' }] });
  });

  it('has the organisation of the published example, as the example shows it', async () => {
    const { body } = await app.notify.get(`/organisation/${cabinetOffice}`);
    expect(body).toMatchObject({
      name: 'Cabinet Office',
      crown: true,
      email_branding_id: '3f5e7c9a-1b2d-4e8f-9a3c-7d6e4b2f1a8c',
      agreement_signed_at: '2024-01-15T10:00:00.000000Z',
      agreement_signed_version: 2.5,
      can_approve_own_go_live_requests: true,
      permissions: ['can_ask_to_join_service'],
    });
  });

  it.each([2024, 2026])('has usage in the financial year %d', async (year) => {
    const { body } = await app.notify.get(`/organisation/${cabinetOffice}/services-with-usage?year=${year}`);
    const { services } = body as { services: Record<string, number>[] };
    expect(services).toHaveLength(1);
    for (const field of ['email_totals', 'sms_totals', 'letter_totals', 'sms_cost', 'letter_cost'])
      expect(services[0]?.[field]).toBeGreaterThan(0);
  });

  it('is loaded only into an empty database', async () => {
    const before = await app.database.query('SELECT count(*) FROM notify.usage_fact');
    await loadNotifySample(app.database.url, now);
    expect(await app.database.query('SELECT count(*) FROM notify.usage_fact')).toEqual(before);
  });
});
