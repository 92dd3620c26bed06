import { randomBytes } from 'node:crypto';
import {
  clientCredentials,
  DirectoryClient,
  DirectoryError,
  type DirectoryOptions,
  type Organisation,
  type OrganisationCreate,
} from '../../../clients/typescript/src/index.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aFlagBody, anOrganisationBody } from '../../support/builders/organisation.js';
import { type DevelopmentApp, startDevelopmentApp } from '../../support/development-app.js';
import { admin, software, superUser } from '../../support/identities.js';
import type { Identity } from '../../support/client.js';
import { recordingFetch } from '../../support/recording-fetch.js';

const body = (overrides: Partial<OrganisationCreate> = {}) =>
  anOrganisationBody(overrides) as unknown as OrganisationCreate;

describe('the TypeScript client', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const clientOf = (identity: Identity, options: Partial<DirectoryOptions> = {}): DirectoryClient =>
    new DirectoryClient({
      url: app.origin,
      tokens: { get: async () => ({ value: await app.issuer.token(identity) }) },
      ...options,
    });

  it('creates, reads, replaces and patches an organisation', async () => {
    const directory = clientOf(admin);
    const created = await directory.organisations.create(body({ OrganisationId: 'calls-1' }));
    const { value, etag } = await directory.organisations.get('calls-1');
    expect(value).toEqual(created);
    const replaced = await directory.organisations.replace('calls-1', body({ City: 'Leeds' }), {
      ifMatch: etag,
    });
    expect(replaced.City).toBe('Leeds');
    const patched = await directory.organisations.patch('calls-1', { City: 'York', Flags: null });
    expect(patched).toMatchObject({ City: 'York', Postcode: 'EC1A 1AA' });
    const operations: string[] = [];
    for await (const { Operation } of directory.organisations.history('calls-1')) operations.push(Operation);
    expect(operations).toEqual(['Update', 'Update', 'Create']);
  });

  it('reads one page of a history with its totals', async () => {
    const directory = clientOf(admin);
    await directory.organisations.create(body({ OrganisationId: 'calls-history' }));
    for (const City of ['Leeds', 'York']) await directory.organisations.patch('calls-history', { City });
    const page = await directory.organisations.historyPage('calls-history', { page: 1, size: 2 });
    expect(page.content.map(({ Revision }) => Revision)).toEqual([1]);
    expect(page).toMatchObject({ totalSize: 3, totalPages: 2, pageNumber: 1 });
  });

  it('lists the organisations of all pages, by a filter', async () => {
    const directory = clientOf(software);
    const operator = clientOf(admin);
    for (const number of [1, 2, 3, 4, 5])
      await operator.organisations.create(
        body({ OrganisationId: `Pages ${number}`, OrganisationName: 'Needle' }),
      );
    const found: Organisation[] = [];
    for await (const organisation of directory.organisations.list({ filterBy: 'needle', size: 2 }))
      found.push(organisation);
    expect(found.map(({ OrganisationId }) => OrganisationId)).toEqual(
      [1, 2, 3, 4, 5].map((each) => `Pages ${each}`),
    );
    const { page } = await directory.organisations.page({ filterBy: 'needle', size: 2, page: 2 });
    expect([page.totalSize, page.content.length]).toEqual([5, 1]);
  });

  it('counts the organisations that a filter names', async () => {
    const directory = clientOf(admin);
    await directory.organisations.create(body({ OrganisationId: 'calls-counted', Country: 'FR' }));
    const counts = await directory.organisations.statistics({ filterBy: 'calls-counted' });
    expect(counts).toMatchObject({ totalSize: 1, byCountry: [{ Country: 'FR', Count: 1 }] });
    expect(counts.changesByDay.at(-1)?.Count).toBe(1);
  });

  it('reads flags, administrators and the participants file', async () => {
    const directory = clientOf(admin);
    const flag = await directory.flags.create(aFlagBody() as never);
    expect((await directory.flags.get(flag.Id)).value).toEqual(flag);
    const changed = await directory.flags.replace(
      flag.Id,
      aFlagBody({ Value: 'Broker', Cascade: false }) as never,
    );
    expect(changed.Value).toBe('Broker');
    const values: string[] = [];
    for await (const { Value } of directory.flags.list({ name: 'Company kind' })) values.push(Value);
    expect(values).toEqual(['Broker']);
    const { content, totalSize } = await directory.flags.page({ name: 'Company kind', size: 1, page: 0 });
    expect([content[0]?.Value, totalSize]).toEqual(['Broker', 1]);
    const revisions: number[] = [];
    for await (const { Revision } of directory.flags.history(flag.Id)) revisions.push(Revision);
    expect(revisions).toEqual([2, 1]);
    await directory.organisations.create(body({ OrganisationId: 'people' }));
    const UserEmail = 'someone+x@bank.example';
    const person = { UserEmail, Status: 'Active' };
    expect(await directory.adminUsers.create('people', { UserEmail })).toEqual(person);
    expect((await directory.adminUsers.get('people', person.UserEmail)).value).toEqual(person);
    await directory.adminUsers.replace('people', person.UserEmail, { Status: 'Inactive' });
    expect(await directory.adminUsers.list('people')).toEqual([{ ...person, Status: 'Inactive' }]);
    const participants = await new DirectoryClient({ url: app.origin }).organisations.participants();
    expect(participants.map(({ OrganisationId }) => OrganisationId)).toContain('people');
  });

  it('creates, changes, replays and deletes a webhook', async () => {
    const directory = clientOf(software);
    const created = await directory.webhooks.create({ Url: 'http://127.0.0.1:9/changes' });
    expect(created.Secret).toMatch(/^whsec_/);
    const id = created.WebhookId;
    const { value, etag } = await directory.webhooks.get(id);
    expect(value.Status).toBe('Pending');
    const patched = await directory.webhooks.patch(id, { Description: 'ours' }, { ifMatch: etag });
    expect(patched.Description).toBe('ours');
    expect((await directory.webhooks.replaceSecret(id)).Secret).not.toBe(created.Secret);
    const replayed = await directory.webhooks.replay(id, (await directory.feed.page({ limit: 1 })).next);
    expect(replayed.WebhookId).toBe(id);
    const listed: string[] = [];
    for await (const { WebhookId } of directory.webhooks.list()) listed.push(WebhookId);
    expect(listed).toEqual([id]);
    expect((await directory.webhooks.page({ size: 1, page: 0 })).totalSize).toBe(1);
    await directory.webhooks.delete(id);
    await expect(directory.webhooks.get(id)).rejects.toMatchObject({ status: 404 });
  });

  it('offers each operation by method and path', async () => {
    const { data, response } = await clientOf(software).api.GET('/organisations', {
      params: { query: { size: 1 } },
    });
    expect([response.status, data?.size]).toEqual([200, 1]);
  });

  it('reads with the ETag that it knows', async () => {
    const { fetch, exchanges } = recordingFetch();
    const directory = clientOf(software, { fetch });
    await clientOf(admin).organisations.create(body({ OrganisationId: 'tagged' }));
    const first = await directory.organisations.get('tagged');
    expect(await directory.organisations.get('tagged')).toEqual(first);
    await clientOf(admin).organisations.patch('tagged', { City: 'Bath' });
    expect((await directory.organisations.get('tagged')).value.City).toBe('Bath');
    expect(exchanges.map(({ status }) => status)).toEqual([200, 304, 200]);
  });

  it('throws status, sentences and the interaction id that was set', async () => {
    const call = clientOf(software).organisations.get('nowhere', { interactionId: 'my-own-id' });
    const error = await call.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DirectoryError);
    expect(error).toMatchObject({ status: 404, interactionId: 'my-own-id' });
    expect((error as DirectoryError).sentences.join()).toContain('OrganisationId names no organisation');
  });

  it('throws each sentence of a 400', async () => {
    const wrong = body({ City: 'x', Postcode: '' });
    const error = await clientOf(admin)
      .organisations.create(wrong)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400 });
    expect((error as DirectoryError).sentences.length).toBe(2);
  });

  it('aborts a call', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(clientOf(software).organisations.get('x', { signal })).rejects.toThrow('enough');
  });

  it('updates fields and keeps the others', async () => {
    const operator = clientOf(superUser);
    await operator.organisations.create(body({ OrganisationId: 'updated', AddressLine2: 'Floor 1' }));
    const after = await operator.organisations.update('updated', { City: 'Derby' });
    expect(after).toMatchObject({ City: 'Derby', AddressLine2: 'Floor 1' });
    // PUT would warn of a Status or Flags that it resets.
    expect(after.Warnings?.join() ?? '').not.toMatch(/Status|Flags/);
  });

  it('merges an update again if somebody else changed the organisation meanwhile', async () => {
    const operator = clientOf(admin);
    await operator.organisations.create(body({ OrganisationId: 'raced' }));
    let rounds = 0;
    const racing = new DirectoryClient({
      url: app.origin,
      tokens: { get: async () => ({ value: await app.issuer.token(admin) }) },
      async fetch(input, init) {
        if (init?.method === 'PUT') {
          rounds += 1;
          if (rounds === 1) await operator.organisations.patch('raced', { AddressLine2: 'Floor 9' });
        }
        return fetch(input, init);
      },
    });
    const after = await racing.organisations.update('raced', ({ AddressLine2 }) => ({
      City: `Hull ${AddressLine2 ?? ''}`,
    }));
    expect([after.City, after.AddressLine2, rounds]).toEqual(['Hull Floor 9', 'Floor 9', 2]);
  });

  it('gives an update up after the attempts that it may take', async () => {
    const operator = clientOf(admin);
    await operator.organisations.create(body({ OrganisationId: 'hopeless' }));
    let floor = 0;
    const racing = clientOf(admin, {
      async fetch(input, init) {
        if (init?.method === 'PUT') {
          floor += 1;
          await operator.organisations.patch('hopeless', { AddressLine2: `Floor ${floor}` });
        }
        return fetch(input, init);
      },
    });
    const update = racing.organisations.update('hopeless', { City: 'Hull' }, { maxAttempts: 3 });
    await expect(update).rejects.toMatchObject({ status: 412 });
    expect(floor).toBe(3);
  });
});

describe('the TypeScript client with the development server', () => {
  let app: DevelopmentApp;
  beforeAll(async () => {
    app = await startDevelopmentApp({ AUTH_DPOP_NONCE_SECRETS: randomBytes(32).toString('hex') });
  });
  afterAll(() => app.close());

  it.each([false, true])('gets one token for concurrent calls, with dpop: %s', async (dpop) => {
    const { fetch, exchanges } = recordingFetch();
    const tokens = clientCredentials({
      issuer: app.config.auth.issuer,
      clientId: 'dev-admin',
      clientSecret: 'dev-admin-secret',
      dpop,
      fetch,
    });
    const directory = new DirectoryClient({ url: app.origin, tokens, fetch });
    await Promise.all([1, 2, 3].map(() => directory.organisations.page({ size: 1 })));
    await directory.organisations.create(body({ OrganisationId: `dpop-${String(dpop)}` }));
    const tokenRequests = exchanges.filter(
      ({ method, path }) => method === 'POST' && path !== '/organisations',
    );
    expect(tokenRequests.map(({ status }) => status)).toEqual([200]);
    const created = exchanges.at(-1);
    expect(created?.status).toBe(201);
    expect(created?.headers.get('authorization')).toMatch(dpop ? /^DPoP / : /^Bearer /);
    expect(created?.headers.has('dpop')).toBe(dpop);
  });
});
