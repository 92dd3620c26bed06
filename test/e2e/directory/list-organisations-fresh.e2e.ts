import { setTimeout } from 'node:timers/promises';
import { type Sibling, startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import {
  aFlag,
  aFlagBody,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import { admin, user } from '../../support/identities.js';
import { startTcpProxy } from '../../support/tcp-proxy.js';
import { untilAccepted } from '../../support/until.js';

const writers = 16;
const rounds = 2;

interface Organisation {
  readonly OrganisationId: string;
  readonly City: string;
  readonly Flags: readonly { readonly Id: string; readonly Name: string }[];
}
interface Page {
  readonly content: readonly Organisation[];
  readonly totalSize: number;
}

/** A description of a condition on a page, and the condition. */
type Expectation = readonly [what: string, holds: (page: Page) => boolean];

describe('GET /organisations on one instance, right after another instance acknowledged a change', () => {
  let writing: TestApp;
  let reading: Sibling;
  beforeAll(async () => {
    writing = await startApp({ PAGE_CACHE_MB: '32' });
    reading = await writing.startSibling();
    for (let writer = 0; writer < writers; writer++) {
      const id = await anOrganisation(writing.database, { organisation_id: `bank-${writer}` });
      await anAdminUser(writing.database, id, emailOf(id));
      await aFlag(writing.database, { flag_id: `flag-${id}`, value: `flag-${id}` }, [id]);
    }
  });
  afterAll(async () => {
    await reading.close();
    await writing.close();
  });

  const emailOf = (id: string): string => `${id}@bank.example`;
  const everything = '/organisations?size=100';
  const pathOf = (id: string): string => `/organisations?filterBy=${id}.`;
  const stale: string[] = [];
  let checked = 0;

  const acknowledged = async (send: () => Promise<Answer>, status = 200): Promise<void> => {
    expect((await untilAccepted(send)).status).toBe(status);
  };
  const put = (id: string, overrides: Readonly<Record<string, unknown>>): Promise<void> => {
    // Searches find the name; the full stop distinguishes bank-1 from bank-10.
    const body = anOrganisationBody({ OrganisationName: `${id}.`, Flags: [`flag-${id}`], ...overrides });
    return acknowledged(() => writing.as(admin).put(`/organisations/${id}`, body));
  };
  const putFlag = (id: string, overrides: Readonly<Record<string, unknown>>): Promise<void> => {
    const body = aFlagBody({ Value: `flag-${id}`, Cascade: true, ...overrides });
    return acknowledged(() => writing.as(admin).put(`/references/flags/flag-${id}`, body));
  };
  const putAdminUser = (id: string, Status: string): Promise<void> =>
    acknowledged(() => writing.as(admin).put(`/organisations/${id}/adminusers/${emailOf(id)}`, { Status }));

  /** Reads a page from the other instance, then from the instance that made the change. */
  const sees = async (
    path: string,
    [what, holds]: Expectation,
    identity: Identity = admin,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    let tag = '';
    for (const [name, instance] of [
      ['the other', reading],
      ['the same', writing],
    ] as const) {
      const answer = await instance.as(identity).get(path, { headers });
      checked += 1;
      if (answer.status !== 200 || !holds(answer.body as Page))
        stale.push(`${what}, by ${name} instance: ${answer.status}`);
      tag = answer.headers.get('etag') ?? '';
    }
    return tag;
  };
  const own = (id: string, { content }: Page): Organisation | undefined =>
    content.find((organisation) => organisation.OrganisationId === id);
  const inCity = (id: string, City: string): Expectation => [
    `${id} in ${City}`,
    (page) => own(id, page)?.City === City,
  ];
  const flagNames = (id: string, names: readonly string[]): Expectation => [
    `${id} with the flags ${JSON.stringify(names)}`,
    (page) => JSON.stringify(own(id, page)?.Flags.map((flag) => flag.Name)) === JSON.stringify(names),
  ];
  const isThere = (id: string, there: boolean): Expectation => [
    `${id} ${there ? 'there' : 'gone'}`,
    (page) => (own(id, page) !== undefined) === there,
  ];

  const changeFields = async (id: string, round: number): Promise<void> => {
    const [first, second] = [`City ${round}a`, `City ${round}b`];
    await put(id, { City: first });
    await sees(everything, inCity(id, first));
    const tag = await sees(pathOf(id), inCity(id, first));
    await put(id, { City: second });
    await sees(pathOf(id), inCity(id, second), admin, { 'if-none-match': tag });
    const active = '/organisations?hideInactive=true&size=100';
    await put(id, { Status: 'Withdrawn' });
    await sees(active, isThere(id, false));
    await put(id, {});
    await sees(active, isThere(id, true));
  };

  const changeFlag = async (id: string, round: number): Promise<void> => {
    await putFlag(id, { Name: `Name ${round}` });
    await sees(everything, flagNames(id, [`Name ${round}`]));
    await putFlag(id, { Status: 'Inactive' });
    await sees(everything, flagNames(id, []));
    await putFlag(id, { Name: 'Again' });
    await put(id, {});
    await sees(everything, flagNames(id, ['Again']));
  };

  const changeAdministrators = async (id: string): Promise<void> => {
    const mine = `/organisations?displayMine=${encodeURIComponent(emailOf(id))}`;
    await putAdminUser(id, 'Inactive');
    await sees(mine, isThere(id, false), user(emailOf(id)));
    await sees(mine, isThere(id, false));
    await putAdminUser(id, 'Active');
    await sees(mine, isThere(id, true), user(emailOf(id)));
    await sees(mine, isThere(id, true));
  };

  const create = async (id: string, round: number): Promise<void> => {
    const created = `${id}-${round}`;
    await sees(pathOf(created), isThere(created, false));
    const body = anOrganisationBody({ OrganisationId: created, OrganisationName: `${created}.` });
    await acknowledged(() => writing.as(admin).post('/organisations', body), 201);
    await sees(pathOf(created), [`${created} found once`, ({ totalSize }) => totalSize === 1]);
    await sees('/organisations?sort=OrganisationName&size=100', isThere(created, true));
  };

  it('shows every kind of change to every kind of request, hundreds of times', async () => {
    let isOver = false;
    const readOnAndOn = async (instance: Pick<TestApp, 'as'>): Promise<void> => {
      while (!isOver) await instance.as(admin).get(everything);
    };
    const write = async (id: string): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        await changeFields(id, round);
        await changeFlag(id, round);
        await changeAdministrators(id);
        await create(id, round);
      }
    };
    const reads = [reading, reading, writing].map(readOnAndOn);
    try {
      await Promise.all(Array.from({ length: writers }, (_, writer) => write(`bank-${writer}`)));
    } finally {
      isOver = true;
      await Promise.all(reads);
    }
    expect(stale).toEqual([]);
    expect(checked).toBeGreaterThan(700);
  }, 240_000);

  it('discards a database response that was in flight when the change was acknowledged', async () => {
    const id = await anOrganisation(writing.database, { organisation_id: 'on-its-way' });
    const { hostname, port } = new URL(writing.database.url);
    const proxy = await startTcpProxy({ hostname, port: Number(port) });
    const proxied = new URL(writing.database.url);
    proxied.port = String(proxy.port);
    const distant = await writing.startSibling({ DATABASE_URL: proxied.href });
    const path = '/organisations?filterBy=on-its-way';
    const read = async (): Promise<unknown> =>
      own(id, (await distant.as(admin).get(path)).body as Page)?.City;
    await read();
    const held = proxy.holdAnswers();
    const before = read();
    await held.arrived;
    await acknowledged(() =>
      writing.as(admin).put(`/organisations/${id}`, anOrganisationBody({ City: 'Leeds' })),
    );
    const after = read();
    // Gives the request time to reach the point at which it could use the response in flight.
    await setTimeout(300);
    held.release();
    await before;
    expect(await after).toBe('Leeds');
    await distant.close();
    await proxy.cut();
  });

  it('answers 304 while nothing changes', async () => {
    const first = await reading.as(admin).get(everything);
    const tag = first.headers.get('etag') ?? '';
    const again = await reading.as(admin).get(everything, { headers: { 'if-none-match': tag } });
    expect([first.status, again.status]).toEqual([200, 304]);
  });
});
