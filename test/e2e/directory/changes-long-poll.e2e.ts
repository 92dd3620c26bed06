import { ChangeLogRepository } from '../../../src/modules/directory/changes/change-log.repository.js';
import { LongPollService } from '../../../src/modules/directory/changes/long-poll.service.js';
import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { expectErrors } from '../../support/framing.js';
import { admin, software, user } from '../../support/identities.js';
import { until } from '../../support/until.js';

interface ChangesPage {
  readonly changes: readonly { readonly OrganisationId: string }[];
  readonly next: string;
  readonly hasMore: boolean;
}

const path = '/organisations/changes';

describe('GET /organisations/changes?wait', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp({ MAX_CONCURRENT_REQUESTS: '2' });
  });
  afterEach(() => service.close());

  const pageOf = ({ status, body, text }: Answer): ChangesPage => {
    if (status !== 200) throw new Error(`${status} ${text}`);
    return body as ChangesPage;
  };
  const create = async (id: string): Promise<void> => {
    const { status, text } = await service
      .as(admin)
      .post('/organisations', { OrganisationId: id, ...anOrganisationBody() });
    if (status !== 201) throw new Error(text);
  };
  const end = async (): Promise<string> => {
    const { headers } = await service.as(admin).send('HEAD', path);
    return headers.get('x-directory-position') ?? '';
  };
  const poll = (query: string, identity = software, signal?: AbortSignal): Promise<Answer> =>
    signal === undefined
      ? service.as(identity).get(`${path}?${query}`)
      : service.issuer
          .token(identity)
          .then((token) =>
            fetch(`${service.origin}${path}?${query}`, {
              headers: { authorization: `Bearer ${token}` },
              signal,
            }),
          )
          .then(() => Promise.reject<Answer>(new Error('the poll was answered')));
  const waitingPolls = (count: number): Promise<true> =>
    until(`${count} waiting polls`, () => {
      const polls = Reflect.get(service.app.get<object>(LongPollService), 'polls') as { total: number };
      return polls.total === count ? true : null;
    });

  it('returns as soon as there is a change, and once the time is over without one', async () => {
    const place = await end();
    const answer = poll(`after=${place}&wait=30`);
    await waitingPolls(1);
    await create('a');
    const page = pageOf(await answer);
    expect([page.changes.map(({ OrganisationId }) => OrganisationId), page.hasMore]).toEqual([['a'], false]);
    expect(pageOf(await poll(`after=${page.next}&wait=1`))).toEqual({
      changes: [],
      next: page.next,
      hasMore: false,
    });
  });

  it('returns at once if there are changes already, without wait, and to HEAD', async () => {
    await create('a');
    await until('the change', async () => ((await end()).endsWith('.1') ? true : null));
    expect(pageOf(await poll('after=0&wait=30')).changes).toHaveLength(1);
    expect(pageOf(await poll('after=1&wait=0')).changes).toHaveLength(0);
    expect((await service.as(software).send('HEAD', `${path}?after=1&wait=30`)).status).toBe(200);
  });

  it('goes on to wait after changes that the caller may not see', async () => {
    const answer = poll('after=0&wait=2', user('eve@bank.example'));
    await waitingPolls(1);
    await create('a');
    const page = pageOf(await answer);
    expect([page.changes, page.next.split('.')[1]]).toEqual([[], '1']);
  });

  it('takes no slot of other requests while it waits, and ends with an empty page when the service stops', async () => {
    const place = await end();
    const answers = ['one', 'two', 'three'].map((client_id) =>
      poll(`after=${place}&wait=30`, { ...software, client_id }),
    );
    await waitingPolls(3);
    expect((await service.as(software).get('/organisations')).status).toBe(200);
    await service.close();
    for (const answer of await Promise.all(answers)) expect(pageOf(answer).changes).toEqual([]);
  });

  it('returns the sixth page of a client at once, until one of the others ends', async () => {
    const place = await end();
    const leaving = new AbortController();
    const left = poll(`after=${place}&wait=30`, software, leaving.signal).catch(() => 'left');
    const answers = Array.from({ length: 4 }, () => poll(`after=${place}&wait=30`));
    await waitingPolls(5);
    expect(pageOf(await poll(`after=${place}&wait=30`)).changes).toEqual([]);
    const other = poll(`after=${place}&wait=30`, { ...software, client_id: 'other' });
    await waitingPolls(6);
    leaving.abort();
    await left;
    await waitingPolls(5);
    const sixth = poll(`after=${place}&wait=30`);
    await waitingPolls(6);
    await create('a');
    for (const answer of await Promise.all([...answers, other, sixth]))
      expect(pageOf(answer).changes).toHaveLength(1);
  });

  it('serves a hundred waiting requests by one look at the database', async () => {
    const place = await end();
    const answers = Array.from({ length: 100 }, (_, index) =>
      poll(`after=${place}&wait=30`, { ...software, client_id: `client-${index % 20}` }),
    );
    await waitingPolls(100);
    const looks = jest.spyOn(service.app.get(ChangeLogRepository), 'readPage');
    await create('a');
    for (const answer of await Promise.all(answers)) expect(pageOf(answer).changes).toHaveLength(1);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('answers 410 when another log begins meanwhile', async () => {
    const answer = poll(`after=${await end()}&wait=30`);
    await waitingPolls(1);
    await service.database.query('SELECT directory.begin_change_log()');
    expectErrors(await answer, 410);
  });

  it.each(['31', '-1', '1.5', 'x'])('rejects wait=%s', async (wait) => {
    const answer = await service.as(software).get(`${path}?wait=${wait}`);
    expectErrors(answer, 400);
    expect(answer.text).toContain('wait must be a whole number from 0 to 30');
  });
});
