import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { sendRequest } from '../../support/raw-http.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { until } from '../../support/until.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let service: ServiceProcess;
/** Origin of the management port. */
let management: string;

const start = (environment: Readonly<Record<string, string>>): ServiceProcess =>
  ServiceProcess.start({ DATABASE_URL: database.url, MAIL_WORKER: 'false', ...environment });
const untilReady = (origin: string): Promise<true> =>
  until('the service to be ready', async () => {
    const answer = await fetch(`${origin}/health/ready`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 200 ? true : null;
  });
const startWithManagement = async (): Promise<void> => {
  const [PORT, MANAGEMENT_PORT] = [await freePort(), await freePort()];
  service = start({ PORT, MANAGEMENT_PORT });
  management = `http://127.0.0.1:${MANAGEMENT_PORT}`;
  await untilReady(management);
};
/** Status, body and the headers that could tell one unknown path from another. */
const answerOf = async (origin: string, method: string, target: string): Promise<unknown> => {
  const { status, headers, text } = await sendRequest(origin, { method, target });
  const names = [...headers.keys()].filter((name) => !['date', 'x-fapi-interaction-id'].includes(name));
  return { status, text, headers: names.map((name) => [name, headers.get(name)]) };
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

describe('with MANAGEMENT_PORT', () => {
  beforeAll(startWithManagement);
  afterAll(() => service.stop());

  it.each(['/metrics', '/health/ready', '/metrics/', '/health/ready/', '/%6detrics', '/health/read%79'])(
    'the public port answers every method of %s like an unknown path',
    async (target) => {
      for (const method of methods) {
        const unknown = await answerOf(service.origin, method, '/no-such-path');
        expect([method, await answerOf(service.origin, method, target)]).toEqual([method, unknown]);
        if (method !== 'OPTIONS') expect(unknown).toMatchObject({ status: 404 });
      }
    },
  );

  it('the public port answers 404 in the dialect of the directory, and has /health/live', async () => {
    for (const path of ['/metrics', '/health/ready']) {
      const answer = await fetch(service.origin + path);
      expect([answer.status, await answer.json()]).toEqual([404, { errors: [expect.any(String) as string] }]);
    }
    const live = await fetch(`${service.origin}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
  });

  it.each([
    ['/health/live', { status: 'live' }],
    ['/health/ready', { status: 'ready' }],
  ])('the management port answers %s with %j, not to be cached', async (path, body) => {
    const answer = await fetch(management + path);
    expect([answer.status, await answer.json()]).toEqual([200, body]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('the management port has the metrics of the requests of the public port', async () => {
    await (await fetch(`${service.origin}/organisations`)).body?.cancel();
    const figure =
      /^http_request_duration_seconds_count\{method="GET",route="\/organisations",status_code="401"\}/m;
    const answer = await until('the figure of the request', async () => {
      const metrics = await fetch(`${management}/metrics`);
      return figure.test(await metrics.text()) ? metrics : null;
    });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    expect((await sendRequest(management, { method: 'HEAD', target: '/metrics' })).status).toBe(200);
  });

  it.each([
    ['GET', '/'],
    ['GET', '/organisations'],
    ['GET', '/docs'],
    ['GET', '/dev/oidc/jwks'],
    ['GET', '/_status'],
    ['POST', '/metrics'],
    ['POST', '/dev/oidc/token'],
    ['DELETE', '/health/ready'],
  ])('the management port answers 404 to %s %s', async (method, target) => {
    const answer = await sendRequest(management, {
      method,
      target,
      headers: [['Content-Type', 'application/json']],
      ...(method === 'POST' ? { body: '{' } : {}),
    });
    expect([answer.status, answer.body]).toEqual([404, { status: 'not found' }]);
  });

  it('the management port answers 503 with the reason while the schema is not that of this build', async () => {
    const name = 'AddLater1990000000001';
    await database.query(`INSERT INTO schema_migration (timestamp, name) VALUES (1990000000001, '${name}')`);
    const answer = await until('503', async () => {
      const each = await fetch(`${management}/health/ready`);
      return each.status === 503 ? each : null;
    });
    expect(await answer.json()).toEqual({
      status: `the database has migrations that this build does not know: ${name}`,
    });
    expect((await fetch(`${management}/health/live`)).status).toBe(200);
    await database.query(`DELETE FROM schema_migration WHERE name = '${name}'`);
    await untilReady(management);
  });
});

describe('a stop with MANAGEMENT_PORT', () => {
  beforeAll(startWithManagement);

  it('closes both ports and is not delayed by idle, silent and half-sent connections', async () => {
    const port = Number(new URL(management).port);
    const sockets: Socket[] = [];
    for (const text of [
      '',
      'GET /metrics HTTP/1.1\r\nHost:',
      'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(text);
      if (text.endsWith('\r\n\r\n')) await once(socket, 'data');
      sockets.push(socket);
    }
    const closed = sockets.map((socket) => once(socket, 'close'));
    expect(await service.stop()).toBe(0);
    await Promise.all(closed);
    expect(service.printed).toMatch(/\nStopped\.\n$/);
    for (const origin of [management, service.origin])
      await expect(fetch(`${origin}/health/live`)).rejects.toThrow('fetch failed');
  });
});

describe('a MANAGEMENT_PORT that can not be used', () => {
  it('ends the start with 1 and one sentence if it is PORT', async () => {
    const PORT = await freePort();
    service = start({ PORT, MANAGEMENT_PORT: PORT });
    expect(await service.ended()).toBe(1);
    expect(service.printed).toBe(`MANAGEMENT_PORT is "${PORT}", the same as PORT; allowed: another port.\n`);
  });

  it('ends the start with 1 and one sentence if another process has it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    service = start({ PORT: await freePort(), MANAGEMENT_PORT: String(port) });
    expect(await service.ended()).toBe(1);
    expect(service.printed).toBe(
      `Port ${port} on 127.0.0.1 is taken by another process; set MANAGEMENT_PORT to a free one.\n`,
    );
    other.close();
  });
});

describe('without MANAGEMENT_PORT', () => {
  beforeAll(async () => {
    service = start({ PORT: await freePort() });
    await service.untilReady();
  });
  afterAll(() => service.stop());

  it.each(['/metrics', '/health/ready', '/health/live'])(
    'the public port answers GET %s, and 405 to POST',
    async (target) => {
      expect((await sendRequest(service.origin, { target })).status).toBe(200);
      const refused = await sendRequest(service.origin, { method: 'POST', target });
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    },
  );
});
