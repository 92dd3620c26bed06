import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { Client } from '../../support/client.js';
import { admin } from '../../support/identities.js';
import { audience, startIssuer, type TestIssuer } from '../../support/issuer.js';
import { hasNginx, type Nginx, startNginx } from '../../support/nginx.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { freePort, ServiceProcess } from '../../support/service-process.js';
import { until } from '../../support/until.js';

jest.setTimeout(120_000);

const requestsPerMinute = 40;

/** Sends a request from another address of this machine; resolves with the status. */
async function statusFrom(localAddress: string, url: string, forwarded: string): Promise<number> {
  const request = httpGet(url, { localAddress, headers: { forwarded }, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}

/** Tests behind nginx are skipped if nginx is not installed (Debian: `apt-get install nginx-light`). */
const behindNginx = hasNginx ? it : it.skip;

describe('two instances behind nginx with examples/nginx.conf', () => {
  let database: TestDatabase;
  let issuer: TestIssuer;
  let nginx: Nginx | undefined;
  let environment: Readonly<Record<string, string>>;
  let ports: [string, string];
  let instances: ServiceProcess[];
  /** Origin of nginx. */
  let edge: string;
  let caller: Client;

  // Each request has another client address, because of the rate limit.
  const callerOf = (origin: string): Client =>
    new Client(origin, () => issuer.token({ ...admin, client_id: randomUUID() }));
  const callers = (): [Client, Client] => [
    callerOf(`http://127.0.0.1:${ports[0]}`),
    callerOf(`http://127.0.0.1:${ports[1]}`),
  ];
  const startInstance = async (port: string): Promise<ServiceProcess> => {
    const instance = ServiceProcess.start({ ...environment, PORT: port });
    await instance.untilReady();
    return instance;
  };
  /** Number of the last requests, by instance. */
  const sharesOf = (requests: number): [number, number] => {
    const lines = (nginx?.log() ?? '').trimEnd().split('\n').slice(-requests);
    const share = (port: string): number =>
      lines.filter((line) => line.includes(`from 127.0.0.1:${port}`)).length;
    return [share(ports[0]), share(ports[1])];
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    issuer = await startIssuer();
    await anOrganisation(database);
    environment = {
      AUTH_ISSUER: issuer.url,
      AUTH_AUDIENCE: audience,
      DATABASE_URL: database.url,
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_LIMIT_PER_MINUTE: String(requestsPerMinute),
      MAIL_WORKER: 'false',
    };
    ports = [await freePort(), await freePort()];
    instances = await Promise.all(ports.map(startInstance));
    if (!hasNginx) return;
    nginx = await startNginx(ports);
    edge = nginx.origin;
    caller = callerOf(edge);
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await nginx?.stop();
    await issuer.close();
    await database.drop();
  });

  behindNginx('take turns', async () => {
    const ids: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const { status, headers } = await caller.get('/organisations');
      expect(status).toBe(200);
      ids.push(headers.get('x-fapi-interaction-id') ?? 'none');
    }
    // nginx writes the line of a request after its response.
    await until('a line of each request', () => (ids.every((id) => nginx?.log().includes(id)) ? true : null));
    const [first, second] = sharesOf(20);
    expect(first + second).toBe(20);
    expect(Math.min(first, second)).toBeGreaterThanOrEqual(8);
  });

  it('return changes made through the other instance at once, in single reads and in cached pages', async () => {
    const [one, other] = callers();
    const cityIn = async (through: Client): Promise<unknown> => {
      const page = (await through.get('/organisations')).body as { content: { City: string }[] };
      const single = (await through.get('/organisations/org-1')).body as { City: string };
      return [page.content[0]?.City, single.City];
    };
    for (let round = 0; round < 30; round += 1) {
      const [writer, reader] = round % 2 === 0 ? [one, other] : [other, one];
      const city = `City ${round}`;
      const answer = await writer.put('/organisations/org-1', anOrganisationBody({ City: city }));
      expect(answer.status).toBe(200);
      expect([await cityIn(reader), await cityIn(writer)]).toEqual([
        [city, city],
        [city, city],
      ]);
    }
  });

  it("return equal entity tags for equal responses, and accept each other's tags", async () => {
    const [one, other] = callers();
    for (const path of ['/organisations', '/organisations/org-1', '/organisations/export/open-data']) {
      for (const encoding of ['identity', 'gzip']) {
        const headers = { 'accept-encoding': encoding };
        const [mine, theirs] = [await one.get(path, { headers }), await other.get(path, { headers })];
        const tag = mine.headers.get('etag') ?? '';
        expect(theirs.headers.get('etag')).toBe(tag);
        const again = await other.get(path, { headers: { ...headers, 'if-none-match': tag } });
        expect(again.status).toBe(304);
      }
    }
  });

  behindNginx('get the interaction id, and nginx plays back what they answer', async () => {
    const sent = { headers: { 'x-fapi-interaction-id': 'Mine-1' } };
    expect((await caller.get('/organisations', sent)).headers.get('x-fapi-interaction-id')).toBe('Mine-1');
    const compressed = await caller.get('/organisations/export/open-data', {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
  });

  behindNginx('get the path as it was sent, for a change too', async () => {
    const id = 'a/b%20c';
    const path = `/organisations/${encodeURIComponent(id)}`;
    expect((await caller.post('/organisations', anOrganisationBody({ OrganisationId: id }))).status).toBe(
      201,
    );
    expect((await caller.get(path)).status).toBe(200);
    expect((await caller.put(path, anOrganisationBody({ City: 'Leeds' }))).body).toMatchObject({
      OrganisationId: id,
      City: 'Leeds',
    });
  });

  behindNginx(
    'refuse a body that is too large in their own words, and nginx one that is larger still in the same',
    async () => {
      for (const mebibytes of [2, 20]) {
        const answer = await caller.put('/organisations/org-1', 'x'.repeat(mebibytes * 1_048_576), {
          headers: { 'x-fapi-interaction-id': `Large-${mebibytes}` },
        });
        expect([answer.status, answer.headers.get('x-fapi-interaction-id'), answer.body]).toEqual([
          413,
          `Large-${mebibytes}`,
          { errors: ['The body is larger than 1048576 bytes, the maximum. Send a smaller one.'] },
        ]);
      }
    },
  );

  behindNginx('keep their figures and their health to themselves', async () => {
    for (const path of ['/metrics', '/health/ready', '/HEALTH/live/', '//metrics', '/%6detrics']) {
      const answer = await fetch(`${edge}${path}`);
      expect([path, answer.status, await answer.json()]).toEqual([
        path,
        404,
        { errors: ['There is nothing at this path. /docs lists all paths of this service.'] },
      ]);
    }
  });

  behindNginx(
    'count requests without a token by the address that nginx saw, whatever the client says',
    async () => {
      const statuses = new Map<number, number>();
      for (let round = 0; round < 2 * requestsPerMinute + 10; round += 1) {
        const status = await statusFrom('127.0.0.2', `${edge}/organisations`, `for=203.0.113.${round}`);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      expect(Object.fromEntries(statuses)).toEqual({ 401: 2 * requestsPerMinute, 429: 10 });
      expect(await statusFrom('127.0.0.3', `${edge}/organisations`, 'for=127.0.0.2')).toBe(401);
    },
  );

  behindNginx('can be stopped one at a time under load, and no GET fails', async () => {
    const statuses = new Map<number, number>();
    let isOver = false;
    const readers = Array.from({ length: 6 }, async () => {
      while (!isOver) {
        const { status } = await caller.get('/organisations');
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    const read = (): number => [...statuses.values()].reduce((sum, count) => sum + count, 0);
    const untilMoreRead = async (): Promise<void> => {
      const least = read() + 50;
      await until('more requests', () => (read() >= least ? true : null));
    };
    for (const index of [0, 1] as const) {
      await untilMoreRead();
      expect(await instances[index]?.stop('SIGTERM')).toBe(0);
      await untilMoreRead();
      instances[index] = await startInstance(ports[index]);
      await until('it to be used again', async () => {
        await untilMoreRead();
        return sharesOf(20)[index] > 0 ? true : null;
      });
    }
    isOver = true;
    await Promise.all(readers);
    expect([...statuses.keys()]).toEqual([200]);
  });

  behindNginx('leave an answer in the dialect of the path when none of them runs', async () => {
    await Promise.all(instances.splice(0).map((instance) => instance.stop()));
    const answer = await caller.get('/organisations', { headers: { 'x-fapi-interaction-id': 'Alone-1' } });
    expect([answer.status, answer.headers.get('x-fapi-interaction-id'), answer.body]).toEqual([
      502,
      'Alone-1',
      { errors: ['The directory can not be reached; try again later.'] },
    ]);
    const notify = await fetch(`${edge}/organisations/../user`);
    expect([notify.status, await notify.json()]).toEqual([
      502,
      { message: 'The directory can not be reached; try again later.', result: 'error' },
    ]);
  });
});
