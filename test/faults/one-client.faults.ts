import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { admin, software } from '../support/identities.js';
import { type OtherTransaction, otherTransaction, waiting } from '../support/other-transaction.js';
import { until } from '../support/until.js';

const maxPerClient = 16;
/** The service could start one request more than the client may have in flight. */
const maxInFlight = maxPerClient + 1;
const path = '/references/flags';

describe('a client with sixteen requests in flight', () => {
  let service: TestApp;
  let other: OtherTransaction | null;
  let held: Promise<Answer>[];
  let stopped: Promise<void> | null;
  beforeEach(async () => {
    stopped = null;
    service = await startApp({
      MAX_CONCURRENT_REQUESTS: String(maxInFlight),
      DATABASE_POOL_SIZE: '20',
      DATABASE_TIMEOUT_MS: '20000',
    });
    other = await otherTransaction(service.database);
    await other.query('LOCK TABLE directory.flag IN ACCESS EXCLUSIVE MODE');
    held = Array.from({ length: maxPerClient }, () => service.as(software).get(path));
    await waiting(service.database, maxPerClient);
  });
  afterEach(async () => {
    await letGo();
    await (stopped ?? service.close());
  });

  const letGo = async (): Promise<void> => {
    await other?.commit();
    other = null;
    for (const answer of await Promise.all(held)) expect(answer.status).toBe(200);
  };
  const requests = async (state: string): Promise<number> => {
    const { text } = await service.as(null).get('/metrics');
    return Number(new RegExp(`^http_requests\\{state="${state}"\\} (\\d+)`, 'm').exec(text)?.[1]);
  };
  const untilWaiting = (count: number): Promise<true> =>
    until(`${count} requests that wait`, async () => ((await requests('waiting')) === count ? true : null));

  it('delays no other client, in either API, while its own requests wait without a slot', async () => {
    const queued = Array.from({ length: 4 }, () => service.as(software).get('/organisations'));
    await untilWaiting(4);
    // The metrics request is in flight too.
    expect(await requests('in_hand')).toBe(maxPerClient + 1);
    expect((await service.as(admin).get('/organisations')).status).toBe(200);
    expect((await service.notify.get('/organisation')).status).toBe(200);
    expect(await requests('waiting')).toBe(4);
    await letGo();
    for (const answer of await Promise.all(queued)) expect(answer.status).toBe(200);
    expect([await requests('waiting'), await requests('in_hand')]).toEqual([0, 1]);
  });

  it('receives 503 with Retry-After for a request that finds no free slot', async () => {
    const refused = await service.as(software).get('/organisations');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(refused.body).toEqual({
      errors: ['The directory has too much to do at the moment; try again soon.'],
    });
  });

  it('starts a waiting request when one of its others closes its connection', async () => {
    await letGo();
    other = await otherTransaction(service.database);
    await other.query('LOCK TABLE directory.flag IN ACCESS EXCLUSIVE MODE');
    held = Array.from({ length: maxPerClient - 1 }, () => service.as(software).get(path));
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${await service.issuer.token(software)}` };
    const left = fetch(`${service.origin}${path}`, { signal: gone.signal, headers }).catch(() => null);
    await waiting(service.database, maxPerClient);
    const queued = service.as(software).get('/organisations');
    await untilWaiting(1);
    gone.abort();
    await left;
    expect((await queued).status).toBe(200);
  });

  it('has no waiting request after that request has closed its connection', async () => {
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${await service.issuer.token(software)}` };
    const left = fetch(`${service.origin}/organisations`, { signal: gone.signal, headers }).catch(() => null);
    await untilWaiting(1);
    gone.abort();
    await left;
    await untilWaiting(0);
  });

  it('receives every response, also of waiting requests, when the service stops', async () => {
    const queued = service.as(software).get('/organisations');
    await untilWaiting(1);
    stopped = service.close();
    await letGo();
    expect((await queued).status).toBe(200);
  });
});
