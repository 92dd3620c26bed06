import { createHmac } from 'node:crypto';
import { startIssuer, audience, type TestIssuer } from '../../support/issuer.js';
import { noteSecret } from '../../support/evidence.js';
import { admin, software, user } from '../../support/identities.js';
import { adminToken } from '../../support/notify-client.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { exchange } from '../../support/raw-http.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';

const hashKey = 'the-key-of-the-hashes-in-the-logs';
const hashOf = (person: string): string =>
  createHmac('sha256', hashKey).update(person).digest('hex').slice(0, 32);
type Headers = Readonly<Record<string, string>>;

describe('the access log behind a proxy', () => {
  let database: TestDatabase;
  let issuer: TestIssuer;
  let service: ServiceProcess;
  let serial = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    issuer = await startIssuer();
    service = ServiceProcess.start({
      AUTH_ISSUER: issuer.url,
      AUTH_AUDIENCE: audience,
      DATABASE_URL: database.serviceUrl,
      PORT: await freePort(),
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      LOG_HASH_KEY: hashKey,
      TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8',
    });
    await service.untilReady();
  });
  afterAll(async () => {
    await service.stop();
    await issuer.close();
    await database.drop();
  });

  /** Sends a request as the proxy does, and returns its lines of the access log and of the security events. */
  async function lineOf(path: string, headers: Headers): Promise<Record<string, unknown>> {
    serial += 1;
    const id = `access-log-${serial}-end`;
    const answer = await fetch(`${service.origin}${path}`, {
      headers: { ...headers, 'x-fapi-interaction-id': id },
    });
    await answer.body?.cancel();
    const [line] = await service.untilPrinted(new RegExp(`^.*${id}.*"msg":"request".*\\n`, 'm'));
    return JSON.parse(line) as Record<string, unknown>;
  }
  const bearer = async (claims: Readonly<Record<string, unknown>>): Promise<Headers> => ({
    authorization: `Bearer ${await issuer.token(claims)}`,
  });

  it('names client, hashed user, token and the address that the proxy forwards', async () => {
    const token = await bearer({ ...user('Ada@Bank.example'), jti: 'token-1' });
    const line = await lineOf('/organisations', { ...token, forwarded: 'for=192.0.2.7, for=10.0.0.3' });
    expect(line).toMatchObject({
      clientId: 'website',
      user: hashOf('ada@bank.example'),
      jti: 'token-1',
      clientAddress: '192.0.2.7',
      statusCode: 200,
    });
    expect(line).not.toHaveProperty('remoteAddress');
  });

  it('names a client without a user, and a token without jti, with null', async () => {
    const line = await lineOf('/organisations', await bearer(software));
    expect(line).toMatchObject({ clientId: 'tpp-client', user: null, jti: null });
  });

  it('has nulls for a forged token, whatever it claims', async () => {
    const forged = ['{"alg":"ES256"}', '{"client_id":"forged","jti":"forged"}', 'x'].map((part) =>
      Buffer.from(part).toString('base64url'),
    );
    const line = await lineOf('/organisations', { authorization: `Bearer ${noteSecret(forged.join('.'))}` });
    expect(line).toMatchObject({ clientId: null, user: null, jti: null, statusCode: 401 });
  });

  it('names the admin of the Notify API, their user and token, and an API key by name', async () => {
    const token = await adminToken({ jti: 'token-2' });
    const headers = { authorization: `Bearer ${token}`, 'x-notify-user-id': 'USER-1' };
    expect(await lineOf('/organisation', headers)).toMatchObject({
      clientId: 'notify-admin',
      user: hashOf('user-1'),
      jti: 'token-2',
    });
    expect(await lineOf('/organisation', { authorization: 'Bearer dev-notify-api-key' })).toMatchObject({
      clientId: 'development',
      user: null,
      jti: null,
    });
  });

  it.each([
    ['the address of an IPv6 client', 'for="[2001:db8::7]:4711"', '2001:db8::7'],
    ['unknown for a client that the proxy hides', 'for=_hidden', 'unknown'],
    ['unknown for text that is no address', 'for=x\\u0022', 'unknown'],
  ])('has %s', async (_what, forwarded, clientAddress) => {
    const line = await lineOf('/organisations', { ...(await bearer(software)), forwarded });
    expect(line).toMatchObject({ clientAddress });
  });

  it('has the forwarded address for unknown paths and paths that can not be decoded', async () => {
    for (const path of ['/nowhere', '/%ff'])
      expect(await lineOf(path, { forwarded: 'for=192.0.2.8' })).toMatchObject({
        clientAddress: '192.0.2.8',
        clientId: null,
      });
  });

  it('has no address of the proxy for a request that can not be parsed', async () => {
    const { answers } = await exchange(service.origin, Buffer.from('no http\r\n\r\n'));
    const id = answers[0]?.headers.get('x-fapi-interaction-id') ?? 'none';
    const [line] = await service.untilPrinted(new RegExp(`^.*${id}.*\\n`, 'm'));
    expect(JSON.parse(line)).toMatchObject({ statusCode: 400, clientAddress: null });
  });

  it.each(['ada@bank.example', 'ada%40bank.example', 'ada%2540bank.example'])(
    'masks the address %s in a path',
    async (address) => {
      const line = await lineOf(`/organisations/x/adminusers/${address}`, await bearer(admin));
      expect(line.path).toBe('/organisations/x/adminusers/…');
    },
  );

  it('hashes a client id and a jti that are e-mail addresses', async () => {
    const claims = { ...software, client_id: 'client@bank.example', jti: 'jti@bank.example' };
    expect(await lineOf('/organisations', await bearer(claims))).toMatchObject({
      clientId: `hash:${hashOf('client@bank.example')}`,
      jti: `hash:${hashOf('jti@bank.example')}`,
    });
  });

  it('shares standard output with the security events, one line each', async () => {
    const token = await bearer({ ...software, scope: 'openid', jti: 'weak' });
    const line = await lineOf('/organisations', token);
    expect(line).toMatchObject({ statusCode: 403, jti: 'weak' });
    const [event] = await service.untilPrinted(/^\{"time".*"access\.forbidden".*"weak".*\n/m);
    expect(JSON.parse(event)).toMatchObject({ interactionId: line.interactionId });
  });
});
