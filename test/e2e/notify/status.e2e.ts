import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationRow, aServiceRow } from '../../support/builders/notify-service.js';
import { NotifyClient } from '../../support/notify-client.js';
import { migrationNames } from '../../../src/database/migrations.js';
import { schemas } from '../../../src/modules/apis.js';

describe('GET /_status', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('returns ok without a token, and names the last migration', async () => {
    const answer = await new NotifyClient(service.origin, null).get('/_status');
    expect([answer.status, answer.body]).toEqual([
      200,
      { db_version: migrationNames(schemas).at(-1), status: 'ok' },
    ]);
  });

  it('has the headers of the Notify API', async () => {
    const { headers } = await service.notify.get('/_status');
    expect(headers.get('cache-control')).toBe('no-store, no-cache, private, must-revalidate');
  });
});

describe('GET /_status without a database', () => {
  it('returns an error', async () => {
    const service = await startApp({}, 1);
    const answer = await service.notify.get('/_status');
    await service.close();
    expect([answer.status, answer.body]).toEqual([
      502,
      { message: 'The service can not reach its database; try again later.', result: 'error' },
    ]);
  });
});

describe('GET /_status/live-service-and-organisation-counts', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());
  const path = '/_status/live-service-and-organisation-counts';

  it('requires a token', async () => {
    const answer = await new NotifyClient(service.origin, null).get(path);
    expect([answer.status, answer.body]).toEqual([
      401,
      {
        message: { token: ['Unauthorized: authentication token must be provided'] },
        result: 'error',
      },
    ]);
  });

  it('counts active live services with count_as_live, and the organisations that have one', async () => {
    expect((await service.notify.get(path)).body).toEqual({ organisations: 0, services: 0 });
    const [one, other, idle] = [
      await anOrganisationRow(service.database),
      await anOrganisationRow(service.database),
      await anOrganisationRow(service.database),
    ];
    await aServiceRow(service.database, { organisation_id: one });
    await aServiceRow(service.database, { organisation_id: one });
    await aServiceRow(service.database, { organisation_id: other });
    await aServiceRow(service.database);
    await aServiceRow(service.database, { organisation_id: idle, active: false });
    await aServiceRow(service.database, { organisation_id: idle, restricted: true });
    await aServiceRow(service.database, { organisation_id: idle, count_as_live: false });
    const answer = await service.notify.get(path);
    expect([answer.status, answer.body]).toEqual([200, { organisations: 2, services: 4 }]);
  });
});
