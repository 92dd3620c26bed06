import { startApp, type TestApp } from '../../support/app.js';
import { aFlag } from '../../support/builders/organisation.js';
import { admin, software } from '../../support/identities.js';

describe('GET /references/flags/{FlagId}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await aFlag(service.database, {
      flag_id: 'open',
      description: 'What it is',
      status: 'Inactive',
      created_at: '2024-01-02T03:04:05.678Z',
      updated_at: '2024-02-03T04:05:06.789Z',
    });
    await aFlag(service.database, { flag_id: 'secret', value: 'Watched', access_level: 3 });
  });
  afterAll(() => service.close());

  it('returns Active and Inactive flags with the fields in the published order', async () => {
    const answer = await service.as(software).get('/references/flags/open');
    expect(answer.text).toBe(
      JSON.stringify({
        Id: 'open',
        CreatedAt: '2024-01-02T03:04:05.678Z',
        UpdatedAt: '2024-02-03T04:05:06.789Z',
        Name: 'Company kind',
        Description: 'What it is',
        Type: 'Organisation',
        Value: 'Bank',
        Status: 'Inactive',
        AccessLevel: 0,
      }),
    );
    expect(answer.status).toBe(200);
  });

  it('answers 304 when If-None-Match has the current ETag', async () => {
    const etag = (await service.as(software).get('/references/flags/open')).headers.get('etag') ?? '';
    const answer = await service
      .as(software)
      .get('/references/flags/open', { headers: { 'if-none-match': etag } });
    expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', etag]);
  });

  it.each([
    ['at the clearance of the caller', { ...software, flag_access_level: 3 }, 200],
    ['for an operator', admin, 200],
    ['not above the clearance of the caller', { ...software, flag_access_level: 2 }, 404],
  ])('answers a flag %s', async (_, identity, status) => {
    expect((await service.as(identity).get('/references/flags/secret')).status).toBe(status);
  });

  it('answers a hidden flag like an unknown one', async () => {
    const hidden = await service.as(software).get('/references/flags/secret');
    const absent = await service.as(software).get('/references/flags/none');
    expect([hidden.status, hidden.body]).toEqual([
      404,
      {
        errors: [
          'FlagId names no flag that this token may see. GET /references/flags lists those that it may see.',
        ],
      },
    ]);
    expect(hidden.body).toEqual(absent.body);
  });

  it('answers 404 to an unknown id of 40 characters', async () => {
    expect((await service.as(admin).get(`/references/flags/${'x'.repeat(40)}`)).status).toBe(404);
  });

  it('rejects a malformed id', async () => {
    const answer = await service.as(admin).get(`/references/flags/${'%3C'.repeat(41)}`);
    expect([answer.status, answer.body]).toEqual([
      400,
      { errors: ['FlagId must not contain < or >', 'FlagId must have 1 to 40 characters'] },
    ]);
  });
});
