import { startApp, type TestApp } from '../../support/app.js';
import { aLetterBranding, aLetterBrandingBody } from '../../support/builders/notify-branding.js';
import { aUserRow } from '../../support/builders/notify-rows.js';
import { auditOf } from '../../support/notify-audit.js';

const unknownId = '00000000-0000-4000-8000-00000000dead';
const now = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const faults = (...messages: string[]): object => ({
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
  status_code: 400,
});

describe('letter brandings', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const read = async (id: string): Promise<Record<string, unknown>> =>
    (await service.notify.get(`/letter-branding/${id}`)).body as Record<string, unknown>;

  it('are created by POST /letter-branding, which answers 201 with the branding', async () => {
    const created_by_id = await aUserRow(service.database);
    const answer = await service.notify.post('/letter-branding', {
      created_by_id,
      filename: 'cabinet-office-letter-template',
      name: 'Cabinet Office Letterhead',
    });
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        created_at: expect.stringMatching(now) as string,
        created_by: created_by_id,
        filename: 'cabinet-office-letter-template',
        id: expect.any(String) as string,
        name: 'Cabinet Office Letterhead',
        updated_at: null,
      },
    ]);
    const { id } = answer.body as { id: string };
    const found = await service.notify.get(`/letter-branding/${id}`);
    expect([found.status, found.body]).toEqual([200, answer.body]);
  });

  it('are listed as a bare array, by name in alphabetical collation', async () => {
    for (const name of ['order b', 'Order C', 'Order A']) await aLetterBranding(service, { name });
    const answer = await service.notify.get('/letter-branding');
    const names = (answer.body as { name: string }[]).map(({ name }) => name);
    expect([answer.status, names.filter((name) => /order/i.test(name))]).toEqual([
      200,
      ['Order A', 'order b', 'Order C'],
    ]);
  });

  it('include the NHS branding after migration', async () => {
    const id = '2cd354bb-6b85-eda3-c0ad-6b613150459f';
    expect(await read(id)).toMatchObject({ filename: 'nhs', id, name: 'NHS' });
  });

  it('are changed by POST /letter-branding/{id}, which answers 201 with the changed branding', async () => {
    const id = await aLetterBranding(service);
    const before = await read(id);
    const answer = await service.notify.post(`/letter-branding/${id}`, { name: 'Renamed' });
    expect([answer.status, answer.body]).toEqual([
      201,
      { ...before, name: 'Renamed', updated_at: expect.stringMatching(now) as string },
    ]);
    expect(await read(id)).toEqual(answer.body);
  });

  it('are changed only if If-Match names the current state', async () => {
    const id = await aLetterBranding(service);
    const etag = (await service.notify.get(`/letter-branding/${id}`)).headers.get('etag') ?? '';
    const statuses: number[] = [];
    for (const name of ['If first', 'If second']) {
      const options = { headers: { 'if-match': etag } };
      statuses.push((await service.notify.post(`/letter-branding/${id}`, { name }, options)).status);
    }
    expect([statuses, (await read(id)).name]).toEqual([[201, 412], 'If first']);
  });

  it.each([
    ['name', 'Name already in use'],
    ['filename', 'Filename already in use'],
  ])('require a unique %s', async (field, message) => {
    const taken = (await read(await aLetterBranding(service)))[field];
    const created = await service.notify.post('/letter-branding', aLetterBrandingBody({ [field]: taken }));
    const id = await aLetterBranding(service);
    const changed = await service.notify.post(`/letter-branding/${id}`, { [field]: taken });
    for (const answer of [created, changed])
      expect([answer.status, answer.body]).toEqual([
        400,
        { message: { [field]: [message] }, result: 'error' },
      ]);
    expect(await read(id)).toMatchObject({ updated_at: null });
  });

  it('report every fault at once', async () => {
    const answer = await service.notify.post('/letter-branding', { created_by_id: 5, name: 1 });
    expect([answer.status, answer.body]).toEqual([
      400,
      faults(
        'name 1 is not of type string',
        'created_by_id is not a valid UUID',
        'filename is a required property',
      ),
    ]);
  });

  it.each([
    [{ name: null }, 'name None is not of type string'],
    [{ filename: '' }, 'filename must not be empty'],
    [{ filename: 'a'.repeat(256) }, 'filename is too long, at most 255 characters are kept'],
  ])('reject %j on creation and on change', async (change, message) => {
    const created = await service.notify.post('/letter-branding', aLetterBrandingBody(change));
    const id = await aLetterBranding(service);
    const changed = await service.notify.post(`/letter-branding/${id}`, change);
    for (const answer of [created, changed])
      expect([answer.status, answer.body]).toEqual([400, faults(message)]);
  });

  it('reject an unknown author', async () => {
    const body = aLetterBrandingBody({ created_by_id: unknownId });
    const answer = await service.notify.post('/letter-branding', body);
    expect([answer.status, answer.body]).toEqual([400, faults('created_by_id does not exist')]);
  });

  it.each(['GET', 'POST'])('return 404 for %s of an unknown id', async (method) => {
    const options = method === 'POST' ? { body: { name: 'Nobody' } } : {};
    const answer = await service.notify.send(method, `/letter-branding/${unknownId}`, options);
    expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
  });

  it('record in the audit who created and changed them', async () => {
    const body = aLetterBrandingBody();
    const id = await aLetterBranding(service, body);
    await service.notify.post(`/letter-branding/${id}`, { name: 'Audited' });
    const by = {
      client_id: 'development',
      entity: 'letter_branding',
      interaction_id: expect.any(String) as string,
      user_id: null,
    };
    expect(await auditOf(service.database, id)).toEqual([
      { ...by, changes: body, operation: 'create' },
      { ...by, changes: { name: 'Audited' }, operation: 'update' },
    ]);
  });
});
