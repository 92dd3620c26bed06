import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signDevelopmentToken } from '../../../src/development-server/sign-development-token.js';
import { startApp, type TestApp } from '../../support/app.js';
import { getWith } from '../../support/bearer.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { type Identity, Client } from '../../support/client.js';
import { startDevelopmentApp } from '../../support/development-app.js';
import { sentencesOf } from '../../support/framing.js';
import { admin, software, user } from '../../support/identities.js';
import { audience } from '../../support/issuer.js';
import { aSigningKeyFile } from '../../support/signing-key.js';

const ann = user('ann@bank.example');
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

interface Case {
  readonly by?: Identity | null;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const readScopes = 'directory:software, directory:website or directory:admin';

/** Every status of the order of checks: the request, and its sentences. */
const sentences: readonly (readonly [
  status: number,
  name: string,
  request: Case,
  sentences: readonly string[],
])[] = [
  [
    404,
    'an unknown path',
    { path: '/organisation-list' },
    ['There is nothing at this path. /docs lists all paths of this service.'],
  ],
  [
    405,
    'another method',
    { method: 'DELETE' },
    ['DELETE is not allowed here; use GET, HEAD, POST. /docs describes each operation.'],
  ],
  [
    400,
    'a token in the query',
    { path: '/organisations?access_token=x' },
    ['access_token must not be in the query: send it in the header Authorization: Bearer'],
  ],
  [
    401,
    'no token',
    { by: null },
    ['An access token must be provided. Send it in the header Authorization, behind the word Bearer.'],
  ],
  [
    401,
    'another scheme',
    { by: null, headers: { authorization: 'Basic YTpi' } },
    ['Authorization has another scheme than Bearer and DPoP. Send an access token behind the word Bearer.'],
  ],
  [
    403,
    'no scope for a read',
    { by: { scope: 'openid' } },
    [
      `The access token has the scope openid; this operation needs ${readScopes}. Request a token with that scope.`,
    ],
  ],
  [
    403,
    'a token without any scope',
    { by: { client_id: 'tpp' } },
    [`The access token has no scope; this operation needs ${readScopes}. Request a token with that scope.`],
  ],
  [
    403,
    'a reader who would change an organisation',
    { by: software, method: 'PUT', path: '/organisations/own', body: anOrganisationBody() },
    [
      'The access token has the scope directory:software; this operation needs directory:website, of a user who administers the organisation, or directory:admin. Request a token with that scope.',
    ],
  ],
  [
    403,
    'a reader who would create an organisation',
    { by: software, method: 'POST', body: anOrganisationBody() },
    [
      'The access token has the scope directory:software; this operation needs directory:admin, or directory:website of a super user. Request a token with that scope.',
    ],
  ],
  [
    403,
    'an administrator who would create an organisation',
    { by: ann, method: 'POST', body: anOrganisationBody() },
    [
      'Only directory:admin and super users may do this. Use a token with directory:admin, or sign in as a super user.',
    ],
  ],
  [
    403,
    'a user without an email who would change an organisation',
    {
      by: { scope: 'directory:software directory:website' },
      method: 'PUT',
      path: '/organisations/own',
      body: anOrganisationBody(),
    },
    [
      'A token with directory:website must name the email of its user, in trust_framework_profile.basic_information.user_email or in email. Have the authorisation server add it.',
    ],
  ],
  [
    403,
    'a user whose email is not verified',
    { by: { scope: 'directory:website', email: 'ann@bank.example', email_verified: false } },
    [
      'The email of this token is not verified: email_verified is false. Have the user confirm the address at the authorisation server.',
    ],
  ],
  [
    400,
    'wrong headers',
    {
      headers: {
        'x-fapi-auth-date': 'Wed, 4 Mar 2020 22:53:40 GMT',
        'x-fapi-customer-ip-address': '198.51.100.119:443',
        'x-fapi-interaction-id': 'a_b',
      },
    },
    [
      'x-fapi-auth-date has a day of one digit; write two: Wed, 04 Mar 2020 22:53:40 GMT',
      'x-fapi-customer-ip-address must be one IPv4 or IPv6 address, without port, brackets, zone id or leading zeros',
      'x-fapi-interaction-id must be 1 to 100 letters, digits and hyphens and begin with a letter or digit',
    ],
  ],
  [
    406,
    'another Accept',
    { headers: { accept: 'text/html' } },
    ['Accept is "text/html"; only JSON in UTF-8 is served here. Send Accept: application/json.'],
  ],
  [
    415,
    'another Content-Type',
    { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
    [
      'Content-Type is "application/x-www-form-urlencoded"; send the body in UTF-8 with Content-Type: application/json.',
    ],
  ],
  [
    415,
    'a malformed Content-Type',
    { method: 'POST', headers: { 'content-type': 'json' }, body: '{}' },
    ['Content-Type is "json"; send the body in UTF-8 with Content-Type: application/json.'],
  ],
  [
    415,
    'a Content-Encoding',
    { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: '{}' },
    ['Content-Encoding is "gzip"; send the body without an encoding.'],
  ],
  [
    413,
    'a body over 1 MiB',
    { method: 'POST', body: ' '.repeat(1_048_577) },
    ['The body is larger than 1048576 bytes, the maximum. Send a smaller one.'],
  ],
  [
    400,
    'invalid JSON',
    { method: 'POST', body: '{"City": "London",}' },
    ['The body is not valid JSON at line 1, column 19. Check the quotes, commas and brackets there.'],
  ],
  [
    400,
    'wrong parameters',
    { path: '/organisations?size=0&Page=1&hideInactive=yes' },
    [
      'Page is not a known parameter; known are sort, page, size, displayMine, filterBy, hideInactive, status, country, flag, parent, createdIn; write page',
      'size must be a whole number from 1 to 50000',
      'hideInactive must be true or false, in any case',
    ],
  ],
  [
    404,
    'an unknown organisation',
    { path: '/organisations/none' },
    [
      'OrganisationId names no organisation that this token may see. GET /organisations lists those that it may see.',
    ],
  ],
  [
    404,
    'an unknown flag',
    { path: '/references/flags/none' },
    ['FlagId names no flag that this token may see. GET /references/flags lists those that it may see.'],
  ],
  [
    404,
    'an unknown admin user',
    { path: '/organisations/own/adminusers/eve@bank.example' },
    [
      'UserEmail names no admin user of this organisation. GET /organisations/{OrganisationId}/adminusers lists them.',
    ],
  ],
  [
    403,
    'an organisation that the caller may only see',
    { by: software, path: '/organisations/own/adminusers' },
    [
      'Only its own administrators, directory:admin and super users may see who administers this organisation. Sign in as one of them, or use a token with directory:admin.',
    ],
  ],
  [
    403,
    'another address in displayMine',
    { by: ann, path: '/organisations?displayMine=bob@bank.example' },
    ['displayMine may name only your own email. Send your own, or leave displayMine out.'],
  ],
  [
    403,
    'an administrator who would activate an organisation',
    {
      by: ann,
      method: 'PUT',
      path: '/organisations/own',
      body: anOrganisationBody({ Status: 'Active' }),
    },
    [
      'Only directory:admin and super users may move Status to Active. Keep the present Status, or send Pending or Withdrawn.',
    ],
  ],
  ...(
    [
      ['"old"', 'is "old", which is not the current version. Read the resource again and send its ETag.'],
      ['old', 'is old, without quotes. Send the ETag as it was received, quotes included: "old".'],
      [
        'W/"old"',
        'is W/"old", a weak tag, which never matches (RFC 9110). Send the ETag of a GET without W/.',
      ],
      ['"old', 'is "old, which is no entity tag. Send the ETag as it was received, quotes included.'],
      ['', 'is empty. Send the ETag as it was received, quotes included.'],
    ] as const
  ).map(
    ([ifMatch, sentence]) =>
      [
        412,
        `If-Match ${JSON.stringify(ifMatch)}`,
        {
          method: 'PUT',
          path: '/organisations/own',
          headers: { 'if-match': ifMatch },
          body: anOrganisationBody(),
        },
        [`If-Match ${sentence}`],
      ] as const,
  ),
  [
    409,
    'an organisation that exists',
    { method: 'POST', body: anOrganisationBody({ OrganisationId: 'own' }) },
    [
      'An organisation with this OrganisationId exists already. Change it with PUT, or send another OrganisationId or none.',
    ],
  ],
  [
    409,
    'an admin user who is one already',
    { method: 'POST', path: '/organisations/own/adminusers', body: { UserEmail: 'ann@bank.example' } },
    ['This UserEmail is among the admin users of the organisation already. Change its Status with PUT.'],
  ],
];

describe('the sentences of', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await anOrganisation(service.database, { organisation_id: 'own', status: 'Pending' });
    await anAdminUser(service.database, 'own', 'ann@bank.example');
    await aFlag(service.database, { flag_id: 'f' }, ['own']);
  });
  afterAll(() => service.close());

  it.each(sentences)('%i for %s', async (status, _name, request, expected) => {
    const { by = admin, method = 'GET', path = '/organisations', ...options } = request;
    const answer = await service.as(by).send(method, path, options);
    expect([answer.status, sentencesOf(answer)]).toEqual([status, expected]);
  });

  it('405 for a preflight while no origin is allowed: names CORS_ORIGINS', async () => {
    const answer = await service.as(null).send('OPTIONS', '/organisations', { headers: preflight });
    expect([answer.status, sentencesOf(answer)]).toEqual([
      405,
      ['OPTIONS is not allowed here; use GET, HEAD, POST. /docs describes each operation.', notAllowedOrigin],
    ]);
  });

  describe('401 outside production for a token', () => {
    it.each<[string, (issuer: string) => object, (issuer: string) => string]>([
      [
        'from another issuer',
        () => ({ iss: 'https://other.example' }),
        (issuer) =>
          `iss of the access token is "https://other.example", expected "${issuer}". Request the token there, or set AUTH_ISSUER.`,
      ],
      [
        'for another audience',
        () => ({ aud: ['a', 'b'] }),
        () =>
          `aud of the access token is ["a","b"], expected "${audience}". Request the token for it, or set AUTH_AUDIENCE.`,
      ],
      [
        'without an audience',
        () => ({ aud: undefined }),
        () =>
          `aud of the access token is missing, expected "${audience}". Request the token for it, or set AUTH_AUDIENCE.`,
      ],
      [
        'that expired',
        () => ({ exp: 1_700_000_000 }),
        () => 'The access token expired at 2023-11-14T22:13:20.000Z. Get a new one.',
      ],
      [
        'that never expires',
        () => ({ exp: undefined }),
        () => 'exp of the access token is missing. Request a token that expires.',
      ],
    ])('%s', async (_, claims, sentence) => {
      const { url } = service.issuer;
      const token = await service.issuer.token({ ...software, ...claims(url) });
      const answer = await getWith(service, token);
      expect([answer.status, sentencesOf(answer)]).toEqual([401, [sentence(url)]]);
    });

    it('from the future', async () => {
      const token = await service.issuer.token({ ...software, nbf: nowSeconds() + 3_600 });
      expect(sentencesOf(await getWith(service, token))).toEqual([
        expect.stringMatching(
          /^nbf or iat of the access token is \S+Z, but it is \S+Z here. Set the clocks.$/,
        ),
      ]);
    });

    it.each([
      [
        { alg: 'RS256' },
        'alg of the access token is "RS256"; allowed are PS256, ES256, EdDSA, Ed25519. Have the authorisation server sign with one of them.',
      ],
      [
        { typ: 'id+jwt' },
        'typ of the token is "id+jwt"; an access token has at+jwt, JWT or none. Send the access token, not the ID token.',
      ],
    ])('with the header %j', async (header, sentence) => {
      const answer = await getWith(service, await service.issuer.token(software, header));
      expect(sentencesOf(answer)).toEqual([sentence]);
    });

    it('whose claims were changed', async () => {
      const [header, , signature] = (await service.issuer.token(software)).split('.');
      const claims = { ...admin, iss: service.issuer.url, aud: audience, exp: nowSeconds() + 300 };
      const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
      expect(sentencesOf(await getWith(service, `${header}.${changed}.${signature}`))).toEqual([
        `The signature of the access token does not match the key "es256" of ${service.issuer.url}. Send the token unchanged, or get a new one.`,
      ]);
    });

    it('whose key the issuer does not publish', async () => {
      await service.issuer.rotate('gone');
      service.issuer.withdraw('gone');
      const token = await service.issuer.token(software, { kid: 'gone' });
      expect(sentencesOf(await getWith(service, token))).toEqual([
        `kid of the access token is "gone", which is no key of ${service.issuer.url}. Get a new token there.`,
      ]);
    });

    it.each([
      [
        'opaque',
        'The access token is not a signed JWT of three parts. Send a JWT, or set AUTH_INTROSPECTION_URL for opaque tokens.',
      ],
      [
        'x.y.z',
        'The access token is not a JWT: its parts are not JSON in base64url. Send it as it was issued.',
      ],
      [
        '"x"',
        'The access token is malformed. Send one token as it was issued, without quotes or line breaks.',
      ],
    ])('that reads %s', async (token, sentence) => {
      expect(sentencesOf(await getWith(service, token))).toEqual([sentence]);
    });
  });
});

const preflight = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };
const notAllowedOrigin =
  'The origin https://app.example is not among CORS_ORIGINS, so browsers block its requests. Add it to CORS_ORIGINS and restart the service.';

describe('the sentences of a service with other settings', () => {
  it('401 of the development server name another DATA_DIR', async () => {
    const app = await startDevelopmentApp();
    const dataDir = mkdtempSync(join(tmpdir(), 'organisations-directory-other-'));
    const { issuer, audience: expected } = app.config.auth;
    const token = await signDevelopmentToken({ issuer, audience: expected, dataDir, identity: 'dev-admin' });
    const answer = await new Client(app.origin, () => Promise.resolve(token)).get('/organisations');
    expect([answer.status, sentencesOf(answer)]).toEqual([
      401,
      [
        expect.stringMatching(
          /^kid of the access token is "[\w-]+", which is no key of this development server: the token was issued with another DATA_DIR\. Get a new one with the command token and the DATA_DIR of this server\.$/,
        ),
      ],
    ]);
    rmSync(dataDir, { recursive: true });
    await app.close();
  });

  it('401 in production name no setting, and a preflight gets no advice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'organisations-directory-production-'));
    const production = {
      NODE_ENV: 'production',
      SIGNING_KEY_FILE: aSigningKeyFile(folder),
      NOTIFY_ADMIN_SECRETS: 'a-secret-of-this-test-with-32-characters-or-more',
      WEBHOOK_SECRET_KEYS: 'a-key-of-this-test-with-32-characters-or-more',
    };
    const service = await startApp(production);
    for (const claims of [{ iss: 'https://other.example' }, { aud: 'other' }, { exp: undefined }]) {
      const token = await service.issuer.token({ ...software, ...claims });
      expect(sentencesOf(await getWith(service, token))).toEqual(['The access token is not valid here.']);
    }
    const expired = await service.issuer.token({ ...software, exp: nowSeconds() - 1 });
    expect(sentencesOf(await getWith(service, expired))).toEqual(['The access token has expired.']);
    const answer = await service.as(null).send('OPTIONS', '/organisations', { headers: preflight });
    expect([answer.status, answer.text]).toEqual([405, expect.not.stringContaining('CORS_ORIGINS')]);
    const other = await service.startSibling({ CORS_ORIGINS: 'https://www.example.com' });
    const refused = await other.as(null).send('OPTIONS', '/organisations', { headers: preflight });
    expect([refused.status, sentencesOf(refused)]).toEqual([403, ['The origin is not allowed.']]);
    await other.close();
    await service.close();
    rmSync(folder, { recursive: true });
  });

  it('403 for a preflight of an origin that is not among the allowed ones name CORS_ORIGINS', async () => {
    const service = await startApp({ CORS_ORIGINS: 'https://www.example.com' });
    const answer = await service.as(null).send('OPTIONS', '/organisations', { headers: preflight });
    expect([answer.status, sentencesOf(answer), answer.headers.get('access-control-allow-origin')]).toEqual([
      403,
      [notAllowedOrigin],
      null,
    ]);
    const allowed = { ...preflight, origin: 'https://www.example.com' };
    const answered = await service.as(null).send('OPTIONS', '/organisations', { headers: allowed });
    expect(answered.status).toBe(204);
    await service.close();
  });

  it('428 and 429 say what to do', async () => {
    const service = await startApp({ REQUIRE_IF_MATCH: 'true', RATE_LIMIT_PER_MINUTE: '1' });
    await anOrganisation(service.database, { organisation_id: 'own' });
    const missing = await service.as(admin).put('/organisations/own', anOrganisationBody());
    expect([missing.status, sentencesOf(missing)]).toEqual([
      428,
      ['If-Match must be given on a change. Read the resource and send its ETag, quotes included.'],
    ]);
    const second = await service.as(admin).get('/organisations');
    expect([second.status, sentencesOf(second)]).toEqual([
      429,
      [
        expect.stringMatching(
          /^Too many requests\. Wait \d+ seconds?, as Retry-After says, and try again\.$/,
        ),
      ],
    ]);
    await service.close();
  });
});
