import { startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import { aLetterBranding, aLetterBrandingBody } from '../../support/builders/notify-branding.js';
import { anOrganisationRow } from '../../support/builders/notify-rows.js';
import { NotifyClient } from '../../support/notify-client.js';
import { sendRequest } from '../../support/raw-http.js';

const unknownId = '00000000-0000-4000-8000-00000000dead';
const nhs = '2cd354bb-6b85-eda3-c0ad-6b613150459f';
const said = (message: string): object => ({ message, result: 'error' });
const noSuchUrl = said(
  'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
);
const notUnderstood = said('The browser (or proxy) sent a request that this server could not understand.');
const notAllowed = said('The method is not allowed for the requested URL.');
const noResult = said('No result found');
const faults = (...messages: string[]): object => ({
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
  status_code: 400,
});

describe('the error bodies of the Notify API', () => {
  let service: TestApp;
  let nobody: NotifyClient;
  beforeAll(async () => {
    service = await startApp();
    nobody = new NotifyClient(service.origin, null);
  });
  afterAll(() => service.close());

  const expectError = (answer: Answer, status: number, body: object): void => {
    expect([answer.status, answer.body, answer.headers.get('content-type')]).toEqual([
      status,
      body,
      'application/json; charset=utf-8',
    ]);
  };

  describe('404 without a token', () => {
    it.each([
      '/organisation/none',
      `/organisation/${unknownId}/nothing`,
      `/organisation/${unknownId}/email-branding-pool/nothing`,
      '/organisation/notify-users-of-request-to-go-live/none',
      '/email-branding/none',
      `/email-branding/${unknownId.slice(1)}`,
      `/email-branding/${unknownId}0`,
      `/email-branding/${unknownId.replaceAll('-', '')}`,
      `/email-branding/{${unknownId}}`,
      `/email-branding/${unknownId}/none`,
      '/letter-branding/%20',
      '/user/none/none',
      '/service/none/none',
      '/invite/none',
      '/_status/none',
    ])('for GET %s, which is not a route', async (path) => {
      expectError(await nobody.get(path), 404, noSuchUrl);
    });

    it.each(['POST', 'DELETE', 'PATCH', 'OPTIONS'])(
      'for %s on an unknown path, with any credentials',
      async (method) => {
        const answer = await sendRequest(service.origin, {
          body: '{',
          headers: [['Content-Type', 'text/plain']],
          method,
          target: '/email-branding/none',
        });
        expectError(answer, 404, noSuchUrl);
      },
    );

    it('has the Notify format only below Notify paths', async () => {
      for (const path of ['/organisations-none', '/letter-brandings', '/users'])
        expect((await nobody.get(path)).body).toEqual({
          errors: ['There is nothing at this path. /docs lists all paths of this service.'],
        });
    });
  });

  describe('405 without a token', () => {
    it.each([
      ['PUT', '/letter-branding', 'GET, HEAD, POST'],
      ['DELETE', `/letter-branding/${nhs}`, 'GET, HEAD, POST'],
      ['GET', `/email-branding/${unknownId}/archive`, 'POST'],
      ['POST', `/email-branding/${unknownId}/orgs_and_services`, 'GET, HEAD'],
      ['PATCH', `/organisation/${unknownId}/email-branding-pool`, 'GET, HEAD, POST'],
      ['GET', `/organisation/${unknownId}/letter-branding-pool/${nhs}`, 'DELETE'],
      ['OPTIONS', `/organisation/${unknownId}/letter-branding-pool/${nhs}`, 'DELETE'],
    ])('for %s %s, with Allow: %s', async (method, target, allowed) => {
      const answer = await sendRequest(service.origin, { method, target });
      expectError(answer, 405, notAllowed);
      expect(answer.headers.get('allow')).toBe(allowed);
    });
  });

  describe('404 for an unknown resource', () => {
    it.each([
      ['GET', `/email-branding/${unknownId}`],
      ['POST', `/email-branding/${unknownId}/archive`],
      ['GET', `/letter-branding/${unknownId}`],
      ['GET', `/organisation/${unknownId}/email-branding-pool`],
      ['GET', `/organisation/${unknownId}/letter-branding-pool`],
      ['DELETE', `/organisation/${unknownId}/letter-branding-pool/${nhs}`],
    ])('%s %s', async (method, path) => {
      expectError(await service.notify.send(method, path), 404, noResult);
    });
  });

  describe('400 for a body', () => {
    const post = (body: string, path = '/letter-branding', headers: Record<string, string> = {}) =>
      service.notify.post(path, body, { headers: { 'content-type': 'application/json', ...headers } });

    it.each(['{', '{"name":}', "{'name': 'x'}", '{"name":"x"}}', 'name=x', '\ufeff', 'NaN'])(
      'that is not JSON: %j',
      async (body) => {
        expectError(await post(body), 400, notUnderstood);
      },
    );

    it('that is not UTF-8', async () => {
      const body = Buffer.from([0x22, 0xff, 0x22]);
      const answer = await service.notify.send('POST', '/letter-branding', {
        body: new Uint8Array(body),
        headers: { 'content-type': 'application/json' },
      });
      expectError(answer, 400, notUnderstood);
    });

    it('that is empty, with a JSON content type', async () => {
      const headers = { 'content-type': 'application/json' };
      expectError(await service.notify.send('POST', '/letter-branding', { headers }), 400, notUnderstood);
    });

    it.each([
      ['null', 'None is not of type object'],
      ['[]', '[] is not of type object'],
      ['[{"name":"x"}]', '[{name: x}] is not of type object'],
      ['"invalid"', 'invalid is not of type object'],
      ['1', '1 is not of type object'],
      ['true', 'True is not of type object'],
    ])('that is not an object: %s', async (body, message) => {
      expectError(await post(body), 400, faults(message));
    });

    it('with every fault once', async () => {
      expectError(
        await post('{"filename": null, "created_by_id": "x"}'),
        400,
        faults(
          'filename None is not of type string',
          'created_by_id is not a valid UUID',
          'name is a required property',
        ),
      );
    });

    it('before the resource is looked up: an invalid body for an unknown id', async () => {
      expectError(
        await post('{"name":5}', `/letter-branding/${unknownId}`),
        400,
        faults('name 5 is not of type string'),
      );
      expectError(
        await post('{}', `/organisation/${unknownId}/email-branding-pool`),
        400,
        faults('branding_ids is a required property'),
      );
      expectError(await post('{}', `/letter-branding/${unknownId}`), 404, noResult);
    });

    it('except for unknown fields of any name', async () => {
      const { filename, name } = aLetterBrandingBody() as { filename: string; name: string };
      const answer = await post(
        `{"__proto__":{"polluted":true},"constructor":1,"filename":"${filename}","more":[1],"name":"${name}"}`,
      );
      expect([answer.status, Reflect.get({}, 'polluted')]).toEqual([201, undefined]);
    });

    it.each([
      ['lists', '['.repeat(200_000) + ']'.repeat(200_000)],
      ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ])('whose %s are nested very deeply, naming the field', async (_, deep) => {
      const answer = await post(`{"filename":"deep","name":${deep}}`);
      const [fault] = (answer.body as { errors: { message: string }[] }).errors;
      expect([answer.status, fault?.message.length]).toEqual([
        400,
        'name '.length + 201 + ' is not of type string'.length,
      ]);
    });
  });

  describe('415', () => {
    const wrongType = said('The body must be JSON: Content-Type: application/json, without an encoding.');

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin-1', 'x'])(
      'for a body of the type %s',
      async (contentType) => {
        const headers = { 'content-type': contentType };
        expectError(await service.notify.post('/letter-branding', '{}', { headers }), 415, wrongType);
      },
    );

    it('for a body without a content type, and for neither body nor content type', async () => {
      for (const body of ['{}', undefined]) {
        const answer = await sendRequest(service.origin, {
          ...(body === undefined ? {} : { body }),
          headers: [['Authorization', 'Bearer dev-notify-api-key']],
          method: 'POST',
          target: '/letter-branding',
        });
        expectError(answer, 415, wrongType);
      }
    });

    it('for a compressed body', async () => {
      const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
      expectError(await service.notify.post('/letter-branding', 'x', { headers }), 415, wrongType);
    });

    it('except for requests that need no body', async () => {
      const path = `/organisation/${await anOrganisationRow(service.database)}/email-branding-pool`;
      for (const contentType of ['application/json', 'text/plain', ';'])
        expect((await service.notify.get(path, { headers: { 'content-type': contentType } })).status).toBe(
          200,
        );
    });
  });

  it('413 for a body over 1 MiB', async () => {
    const body = JSON.stringify({ name: 'a'.repeat(1_048_576) });
    const answer = await service.notify.post('/letter-branding', body);
    expectError(answer, 413, said('The body is larger than 1048576 bytes, the maximum. Send a smaller one.'));
  });

  it('500 without internal details', async () => {
    await service.database.query('ALTER TABLE notify.letter_branding RENAME COLUMN filename TO gone');
    const answer = await service.notify.get('/letter-branding');
    await service.database.query('ALTER TABLE notify.letter_branding RENAME COLUMN gone TO filename');
    expectError(answer, 500, said('Internal server error'));
  });

  describe('no error', () => {
    it('for a trailing slash', async () => {
      expect((await service.notify.get('/letter-branding/')).status).toBe(200);
    });

    it('for ids in upper case, which the response has in lower case', async () => {
      const id = await aLetterBranding(service);
      const answer = await service.notify.get(`/letter-branding/${id.toUpperCase()}`);
      expect([answer.status, answer.body]).toMatchObject([200, { id }]);
    });

    it('for UUIDs of any version', async () => {
      expect((await service.notify.get(`/letter-branding/${nhs}`)).status).toBe(200);
      expectError(
        await service.notify.get('/letter-branding/ffffffff-ffff-ffff-ffff-ffffffffffff'),
        404,
        noResult,
      );
    });

    it('for unknown query parameters', async () => {
      expect((await service.notify.get('/letter-branding?page=x&other=%ff')).status).toBe(200);
    });
  });
});

describe('the error bodies of the Notify API without a database', () => {
  it('502 has no internal details', async () => {
    const service = await startApp({ DATABASE_TIMEOUT_MS: '500' }, 1);
    expect((await service.notify.get('/letter-branding')).body).toEqual(
      said('The service can not reach its database; try again later.'),
    );
    await service.close();
  });
});
