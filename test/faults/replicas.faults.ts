import { randomBytes } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';
import { aFlag, anOrganisation, anOrganisationBody } from '../support/builders/organisation.js';
import { Client } from '../support/client.js';
import { admin, software, user } from '../support/identities.js';
import { audience } from '../support/issuer.js';
import { type ReplicatedEngine, type Standby, startReplicatedEngine } from '../support/replicated-engine.js';
import { freePort, ServiceProcess } from '../support/service-process.js';
import { aSigningKeyFile } from '../support/signing-key.js';
import { until } from '../support/until.js';

/** Cached pages would hide which server answers. */
const withoutPageCache = { PAGE_CACHE_MB: '0' };

interface Page {
  readonly content: readonly { readonly OrganisationId: string; readonly City: string }[];
  readonly totalSize: number;
}

async function figure(service: TestApp, series: string): Promise<number> {
  const text = await (await fetch(`${service.origin}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.split(' ')[1] ?? NaN);
}

const outcome = (service: TestApp, name: string): Promise<number> =>
  figure(service, `database_replica_reads_total{outcome="${name}"}`);
const inState = (service: TestApp, state: string): Promise<number> =>
  figure(service, `database_replicas{state="${state}"}`);

async function untilInState(service: TestApp, state: string, count = 1): Promise<void> {
  await until(`${count} replicas ${state}`, async () =>
    (await inState(service, state)) === count ? true : null,
  );
}

/** Reads until the metric shows that a replica served one of the reads. */
async function untilAReplicaAnswers(service: TestApp, client: Client): Promise<void> {
  const before = await outcome(service, 'fresh');
  await until('a replica to answer', async () => {
    expect((await client.get('/organisations/org-1')).status).toBe(200);
    return (await outcome(service, 'fresh')) > before ? true : null;
  });
}

describe('read replicas', () => {
  let engine: ReplicatedEngine;
  let standby: Standby;
  let service: TestApp;
  let client: Client;

  const start = async (replicaUrls: string, environment: Record<string, string> = {}): Promise<TestApp> =>
    startApp({ DATABASE_URL: engine.primary.url, DATABASE_REPLICA_URLS: replicaUrls, ...environment });

  beforeAll(async () => {
    engine = await startReplicatedEngine();
    await anOrganisation(engine.primary);
    await aFlag(engine.primary, {}, ['org-1']);
    standby = await engine.addStandby();
    service = await start(standby.url, withoutPageCache);
    client = service.as(admin);
    await untilInState(service, 'used');
  });
  afterAll(async () => {
    await service.close();
    await engine.close();
  });

  const put = async (through: Client, city: string): Promise<void> => {
    const answer = await through.put(
      '/organisations/org-1',
      anOrganisationBody({ City: city, Flags: ['flag-1'] }),
    );
    expect(answer.status).toBe(200);
  };
  const cityOnItsOwn = async (through: Client): Promise<string> =>
    ((await through.get('/organisations/org-1')).body as Page['content'][number]).City;
  const cityInTheList = async (through: Client, query = ''): Promise<string | undefined> => {
    const page = (await through.get(`/organisations${query}`)).body as Page;
    return page.content.find(({ OrganisationId }) => OrganisationId === 'org-1')?.City;
  };

  it('serve the list and single organisations', async () => {
    const before = await outcome(service, 'fresh');
    await untilAReplicaAnswers(service, client);
    await until('the list from the replica', async () => {
      const already = await outcome(service, 'fresh');
      expect(await cityInTheList(client)).toBe('London');
      return (await outcome(service, 'fresh')) > already ? true : null;
    });
    expect(await outcome(service, 'fresh')).toBeGreaterThan(before);
  });

  it('never hide an acknowledged change from any caller', async () => {
    const reader = service.as(software);
    const misses: string[] = [];
    for (let round = 0; round < 100; round += 1) {
      const city = `City ${round}`;
      await put(client, city);
      const seen = await Promise.all([
        cityOnItsOwn(client),
        cityInTheList(reader),
        cityInTheList(client, `?filterBy=${encodeURIComponent(city)}`),
      ]);
      misses.push(...seen.filter((found) => found !== city).map((found) => `${city}: ${String(found)}`));
    }
    expect(misses).toEqual([]);
    await untilAReplicaAnswers(service, client);
  });

  it('are skipped while they lag, and used again when they have caught up', async () => {
    await untilAReplicaAnswers(service, client);
    await standby.pauseReplay();
    try {
      await put(client, 'Behind');
      const [fresh, stale] = [await outcome(service, 'fresh'), await outcome(service, 'stale')];
      for (let round = 0; round < 100; round += 1) {
        if (round % 10 === 0) await put(client, `Behind ${round}`);
        const city = `Behind ${round - (round % 10)}`;
        expect([await cityOnItsOwn(client), await cityInTheList(client)]).toEqual([city, city]);
      }
      expect(await outcome(service, 'fresh')).toBe(fresh);
      const tries = (await outcome(service, 'stale')) - stale;
      expect(tries).toBeGreaterThan(0);
      // A skipped replica is not asked by each of the 200 reads.
      expect(tries).toBeLessThan(200);
    } finally {
      await standby.resumeReplay();
    }
    await untilAReplicaAnswers(service, client);
  });

  it('return a flag, an administrator and an organisation that were just created, and 404 for an unknown one', async () => {
    await standby.pauseReplay();
    try {
      expect((await client.get('/organisations/new')).status).toBe(404);
      const created = await client.post('/organisations', anOrganisationBody({ OrganisationId: 'new' }));
      expect(created.status).toBe(201);
      expect((await client.get('/organisations/new')).status).toBe(200);
      const ann = service.as(user('ann@bank.example'));
      expect((await ann.get('/organisations/new')).status).toBe(404);
      await client.post('/organisations/new/adminusers', { UserEmail: 'ann@bank.example' });
      expect((await ann.get('/organisations/new')).status).toBe(200);
      expect(((await ann.get('/organisations')).body as Page).totalSize).toBe(1);
      await client.put('/organisations/new/adminusers/ann@bank.example', { Status: 'Inactive' });
      expect((await ann.get('/organisations/new')).status).toBe(404);
      expect(((await ann.get('/organisations')).body as Page).totalSize).toBe(0);
    } finally {
      await standby.resumeReplay();
    }
  });

  it('serve the current participants file', async () => {
    const reader = service.as(null);
    const path = '/organisations/export/open-data';
    const cityInTheFile = async (): Promise<string | undefined> =>
      ((await reader.get(path)).body as Page['content']).find(
        ({ OrganisationId }) => OrganisationId === 'org-1',
      )?.City;
    for (let round = 0; round < 20; round += 1) {
      const before = (await reader.get(path)).headers.get('etag') ?? '';
      await put(client, `File ${round}`);
      expect((await reader.get(path, { headers: { 'if-none-match': before } })).status).toBe(200);
      expect(await cityInTheFile()).toBe(`File ${round}`);
    }
    const tag = (await reader.get(path)).headers.get('etag') ?? '';
    await until('the file from the replica', async () => {
      const fresh = await outcome(service, 'fresh');
      expect(await cityInTheFile()).toBe('File 19');
      expect((await reader.get(path, { headers: { 'if-none-match': tag } })).status).toBe(304);
      return (await outcome(service, 'fresh')) === fresh + 2 ? true : null;
    });
    await standby.pauseReplay();
    try {
      await put(client, 'File behind');
      expect(await cityInTheFile()).toBe('File behind');
    } finally {
      await standby.resumeReplay();
    }
  });

  it('return the same bytes as the primary', async () => {
    const alone = await startApp({ DATABASE_URL: engine.primary.url, ...withoutPageCache });
    try {
      for (const path of [
        '/organisations',
        '/organisations?sort=City,desc&size=1',
        '/organisations/org-1',
        '/organisations/export/open-data',
      ]) {
        const expected = await alone.as(admin).get(path);
        await untilAReplicaAnswers(service, client);
        const found = await client.get(path);
        expect([found.text, found.headers.get('etag')]).toEqual([
          expected.text,
          expected.headers.get('etag'),
        ]);
      }
    } finally {
      await alone.close();
    }
  });

  it('are not queried for cached pages, which are never stale', async () => {
    const keeping = await start(standby.url);
    try {
      const keeper = keeping.as(admin);
      await untilInState(keeping, 'used');
      for (let round = 0; round < 40; round += 1) {
        await put(client, `Kept ${round}`);
        expect(await cityInTheList(keeper)).toBe(`Kept ${round}`);
      }
      await untilAReplicaAnswers(keeping, keeper);
      await cityInTheList(keeper);
      const before = await outcome(keeping, 'fresh');
      for (let round = 0; round < 20; round += 1) await cityInTheList(keeper);
      expect(await outcome(keeping, 'fresh')).toBe(before);
    } finally {
      await keeping.close();
    }
  });

  it('may be killed during requests, and are used again after a restart', async () => {
    await untilAReplicaAnswers(service, client);
    const statuses = new Set<number>();
    let isOver = false;
    const readers = Array.from({ length: 8 }, async () => {
      while (!isOver) statuses.add((await client.get('/organisations?size=5')).status);
    });
    standby.signal('SIGKILL');
    await untilInState(service, 'down');
    await put(client, 'Alone');
    expect(await cityInTheList(client)).toBe('Alone');
    isOver = true;
    await Promise.all(readers);
    expect([...statuses]).toEqual([200]);
    await standby.start();
    await untilInState(service, 'used');
    await untilAReplicaAnswers(service, client);
    expect(await cityInTheList(client)).toBe('Alone');
  });

  it('may stop responding: requests in flight are answered in time, later ones by the primary', async () => {
    await untilAReplicaAnswers(service, client);
    standby.signal('SIGSTOP');
    try {
      // The standby never responds, so only the timeout ends these requests.
      const answers = await Promise.all(Array.from({ length: 10 }, () => client.get('/organisations')));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
      await untilInState(service, 'down');
      const before = await outcome(service, 'failed');
      for (let round = 0; round < 20; round += 1) await cityInTheList(client);
      expect(await outcome(service, 'failed')).toBe(before);
    } finally {
      standby.signal('SIGCONT');
    }
    await untilInState(service, 'used');
    await untilAReplicaAnswers(service, client);
  });

  it('do not delay shutdown when they stop responding', async () => {
    const stopping = await start(standby.url);
    await untilInState(stopping, 'used');
    await untilAReplicaAnswers(stopping, stopping.as(admin));
    standby.signal('SIGSTOP');
    try {
      // The standby never responds, so only the timeout ends the shutdown.
      await stopping.close();
    } finally {
      standby.signal('SIGCONT');
    }
    await untilInState(service, 'used');
  });

  it('may be invalid at startup: unreachable, another database, not a standby', async () => {
    const nobody = new URL(engine.primary.url);
    nobody.port = await freePort();
    const other = new URL(standby.url);
    other.pathname = '/postgres';
    const wrong = [nobody.href, other.href, engine.primary.url];
    const odd = await start(wrong.join(','), withoutPageCache);
    try {
      await untilInState(odd, 'down', 3);
      await put(odd.as(admin), 'Odd');
      expect(await cityInTheList(odd.as(admin))).toBe('Odd');
      expect([await outcome(odd, 'fresh'), await outcome(odd, 'failed')]).toEqual([0, 0]);
      expect((await fetch(`${odd.origin}/health/ready`)).status).toBe(200);
    } finally {
      await odd.close();
    }
  });

  it('are logged once when they are skipped, without their passwords', async () => {
    const nobody = new URL(engine.primary.url);
    nobody.port = await freePort();
    const instance = ServiceProcess.start({
      PORT: await freePort(),
      DATABASE_URL: engine.primary.url,
      DATABASE_REPLICA_URLS: `${nobody.href},${standby.url}`,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      MAIL_WORKER: 'false',
    });
    try {
      await instance.untilReady();
      await instance.untilPrinted(/"the replica \S+ is in use"/);
      await instance.untilPrinted(/"the replica \S+ is left out: connect ECONNREFUSED [^"]*"/);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      const told = instance.printed.split('\n').filter((line) => line.includes('the replica'));
      expect(told).toHaveLength(2);
      expect(told.join()).toContain(`${nobody.host}${nobody.pathname}`);
      expect(told.join()).not.toContain(nobody.password);
    } finally {
      await instance.stop();
    }
  });

  it('are skipped with a log line when the service may not read the identity of the primary', async () => {
    await engine.primary.query('REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC');
    const asService = (url: string): string => {
      const service = new URL(engine.primary.serviceUrl);
      service.port = new URL(url).port;
      return service.href;
    };
    const instance = ServiceProcess.start({
      PORT: await freePort(),
      DATABASE_URL: asService(engine.primary.url),
      DATABASE_REPLICA_URLS: asService(standby.url),
      LOG_FORMAT: 'json',
      AUTH_ISSUER: service.issuer.url,
      AUTH_AUDIENCE: audience,
      NOTIFY_ADMIN_SECRETS: randomBytes(32).toString('hex'),
      WEBHOOK_SECRET_KEYS: randomBytes(32).toString('hex'),
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'directory@localhost',
      MAIL_WORKER: 'false',
      NODE_ENV: 'production',
      SIGNING_KEY_FILE: aSigningKeyFile(service.dataDir),
      AUTH_REQUIRE_SENDER_CONSTRAINED: 'false',
    });
    try {
      await instance.untilReady();
      await instance.untilPrinted(/the primary does not tell which database it holds \(permission denied/);
      const answer = await new Client(instance.origin, () => service.issuer.token(admin)).get(
        '/organisations',
      );
      expect(answer.status).toBe(200);
      await engine.primary.query('GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC');
      await until('the replica to be in use', async () =>
        (await fetch(`${instance.origin}/metrics`).then((metrics) => metrics.text())).includes(
          'database_replicas{state="used"} 1',
        )
          ? true
          : null,
      );
    } finally {
      await instance.stop();
    }
  });

  it('are queried in turn, each checked separately', async () => {
    const second = await engine.addStandby();
    const both = await start(`${standby.url},${second.url}`, withoutPageCache);
    try {
      const reader = both.as(admin);
      await untilInState(both, 'used', 2);
      await second.pauseReplay();
      for (let round = 0; round < 25; round += 1) {
        await put(client, `Turn ${round}`);
        expect([await cityInTheList(reader), await cityOnItsOwn(reader)]).toEqual([
          `Turn ${round}`,
          `Turn ${round}`,
        ]);
      }
      second.signal('SIGKILL');
      await untilInState(both, 'down', 1);
      await untilAReplicaAnswers(both, reader);
    } finally {
      await both.close();
    }
  });
});
