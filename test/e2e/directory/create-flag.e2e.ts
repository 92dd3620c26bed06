import { startApp, type TestApp } from '../../support/app.js';
import { aFlagBody } from '../../support/builders/organisation.js';
import { admin, software, superUser, user } from '../../support/identities.js';

describe('POST /references/flags', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('creates a flag, which its Location returns with the same ETag', async () => {
    const answer = await service
      .as(admin)
      .post('/references/flags', aFlagBody({ Value: 'Broker', AccessLevel: 7 }));
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        Id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/) as string,
        CreatedAt: expect.stringMatching(/Z$/) as string,
        UpdatedAt: (answer.body as { CreatedAt: string }).CreatedAt,
        Name: 'Company kind',
        Description: null,
        Type: 'Organisation',
        Value: 'Broker',
        Status: 'Active',
        AccessLevel: 7,
      },
    ]);
    const location = answer.headers.get('location') ?? '';
    expect(location).toBe(`/references/flags/${(answer.body as { Id: string }).Id}`);
    const read = await service.as(admin).get(location);
    expect([read.text, read.headers.get('etag')]).toEqual([answer.text, answer.headers.get('etag')]);
  });

  it('stores an empty Description as none', async () => {
    const answer = await service
      .as(superUser)
      .post('/references/flags', aFlagBody({ Value: 'Insurer', Description: '' }));
    expect([answer.status, answer.body]).toMatchObject([201, { Description: null }]);
  });

  it('removes outer white space from its texts before their length is checked, with a Warning for each', async () => {
    const body = aFlagBody({
      Name: ` ${'n'.repeat(255)}\t`,
      Value: '\ufeffTrimmed\u00a0',
      Description: ' \n',
    });
    const answer = await service.as(admin).post('/references/flags', body);
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { Name: 'n'.repeat(255), Value: 'Trimmed', Description: null },
    ]);
    const warnings = (answer.body as { Warnings: string[] }).Warnings;
    expect(warnings.sort()).toEqual(
      ['Description', 'Name', 'Value'].map(
        (field) => `${field} began or ended with white space, which was removed.`,
      ),
    );
    const read = await service.as(admin).get(answer.headers.get('location') ?? '');
    expect(read.headers.get('etag')).toBe(answer.headers.get('etag'));
    expect(
      (await service.as(admin).post('/references/flags', { ...body, Name: 'n'.repeat(255) })).status,
    ).toBe(409);
  });

  it.each(['Name', 'Value'])('rejects a %s of nothing but white space', async (field) => {
    const answer = await service.as(admin).post('/references/flags', aFlagBody({ [field]: ' \u2003' }));
    expect([answer.status, answer.body]).toEqual([
      400,
      { errors: [`${field} must have 1 to 255 characters`] },
    ]);
  });

  it('rejects a second flag with the same Type, Name and Value', async () => {
    const body = aFlagBody({ Value: 'Twin' });
    await service.as(admin).post('/references/flags', body);
    const answer = await service
      .as(admin)
      .post('/references/flags', { ...body, AccessLevel: 1, Status: 'Inactive' });
    expect([answer.status, answer.body]).toEqual([
      409,
      {
        errors: [
          'A flag with this Type, Name and Value exists already. Use that flag, or send another Name or Value.',
        ],
      },
    ]);
  });

  it('creates a flag with the same Name and Value for another Type', async () => {
    const body = aFlagBody({ Value: 'Cousin' });
    await service.as(admin).post('/references/flags', body);
    const answer = await service.as(admin).post('/references/flags', { ...body, Type: 'Software_Statement' });
    expect(answer.status).toBe(201);
  });

  it('names every missing required field', async () => {
    const answer = await service.as(admin).post('/references/flags', {});
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        errors: [
          'Name must be provided',
          'Type must be provided',
          'Value must be provided',
          'Status must be provided',
          'AccessLevel must be provided',
        ],
      },
    ]);
  });

  it.each([
    [{ Name: '' }, 'Name must have 1 to 255 characters'],
    [{ Name: '😀'.repeat(256) }, 'Name must have 1 to 255 characters'],
    [{ Value: 'a<b' }, 'Value must not contain < or >'],
    [{ Value: 'a\u0000b' }, 'Value must be valid Unicode without NUL'],
    [{ Description: 'x'.repeat(256) }, 'Description must have at most 255 characters'],
    [{ Type: 'organisation' }, 'Type must be one of Organisation, Software_Statement, Authorisation_Server'],
    [{ Status: 'Pending' }, 'Status must be one of Active, Inactive'],
    [{ AccessLevel: -1 }, 'AccessLevel must be a whole number from 0 to 2147483647'],
    [{ AccessLevel: 2_147_483_648 }, 'AccessLevel must be a whole number from 0 to 2147483647'],
    [{ AccessLevel: 0.5 }, 'AccessLevel must be a whole number from 0 to 2147483647'],
    [{ AccessLevel: '0' }, 'AccessLevel must be a whole number from 0 to 2147483647'],
    [{ AccessLevel: null }, 'AccessLevel must be provided'],
    [{ Cascade: true }, 'Cascade is not a known field'],
    [{ Id: 'mine' }, 'Id is not a known field'],
  ])('refuses %j', async (fault, sentence) => {
    const answer = await service.as(admin).post('/references/flags', aFlagBody(fault));
    expect([answer.status, answer.body]).toEqual([400, { errors: [sentence] }]);
  });

  it('accepts texts of maximum length and the maximum level', async () => {
    const body = aFlagBody({
      Name: '😀'.repeat(255),
      Value: 'v'.repeat(255),
      Description: 'd'.repeat(255),
      AccessLevel: 2_147_483_647,
    });
    const answer = await service.as(admin).post('/references/flags', body);
    expect([answer.status, answer.body]).toMatchObject([201, body]);
  });

  it.each([
    ['a website user who is no super user', user('anna@bank.example'), null],
    [
      'a client that only reads',
      software,
      'Bearer realm="organisations-directory", error="insufficient_scope", scope="directory:admin"',
    ],
  ])('is not for %s', async (_, identity, challenge) => {
    const answer = await service.as(identity).post('/references/flags', aFlagBody());
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, challenge]);
  });
});
