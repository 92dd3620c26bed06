import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aHistoryEntry } from '../../support/builders/history.js';
import {
  aFlag,
  aFlagBody,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import { callers } from '../../support/callers.js';
import type { Client, Identity } from '../../support/client.js';
import { passSeconds } from '../../support/clock.js';
import { admin, software, superUser, user } from '../../support/identities.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';
import { until, untilAccepted } from '../../support/until.js';

interface Statistics {
  readonly totalSize: number;
  readonly byStatus: { Status: string; Count: number }[];
  readonly byCountry: { Country: string | null; Count: number }[];
  readonly byFlag: { Id: string; Name: string; Value: string; Count: number }[];
  readonly createdByMonth: { Month: string; Count: number }[];
  readonly changesByDay: { Day: string; Count: number }[];
}

interface Listed {
  readonly OrganisationId: string;
  readonly Status: string;
  readonly Country: string;
  readonly CreatedOn: string;
  readonly Flags: { Id: string; Name: string; Value: string }[];
}

const path = '/organisations/statistics';
const dayMs = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * dayMs).toISOString();

async function read(client: Client, query = ''): Promise<Statistics> {
  const answer = await client.get(`${path}${query}`);
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return answer.body as Statistics;
}

const sumOf = (counts: readonly { Count: number }[]): number =>
  counts.reduce((sum, { Count }) => sum + Count, 0);

const counted = (items: readonly string[]): Record<string, number> =>
  items.reduce<Record<string, number>>(
    (counts, item) => ({ ...counts, [item]: (counts[item] ?? 0) + 1 }),
    {},
  );

/** The groups of a statistic that have members. */
const groups = <Group extends { Count: number }>(
  counts: readonly Group[],
  nameOf: (group: Group) => string,
): Record<string, number> =>
  Object.fromEntries(counts.filter(({ Count }) => Count > 0).map((group) => [nameOf(group), group.Count]));

/** Counts what the list and the histories show to the same caller. */
async function countShown(client: Client, query = ''): Promise<Record<string, unknown>> {
  const list = await client.get(`/organisations?size=1000${query.replace('?', '&')}`);
  const { content, totalSize } = list.body as { content: Listed[]; totalSize: number };
  const days: string[] = [];
  for (const { OrganisationId } of content) {
    const history = await client.get(`/organisations/${OrganisationId}/history?size=1000`);
    for (const { At } of (history.body as { content: { At: string }[] }).content)
      if (At.slice(0, 10) > daysAgo(90).slice(0, 10)) days.push(At.slice(0, 10));
  }
  return {
    totalSize,
    statuses: counted(content.map(({ Status }) => Status)),
    countries: counted(content.map(({ Country }) => Country)),
    flags: counted(content.flatMap(({ Flags }) => Flags.map(({ Name, Value }) => `${Name} ${Value}`))),
    months: counted(content.map(({ CreatedOn }) => CreatedOn.slice(0, 7))),
    days: counted(days),
  };
}

const asShown = (statistics: Statistics): Record<string, unknown> => ({
  totalSize: statistics.totalSize,
  statuses: groups(statistics.byStatus, ({ Status }) => Status),
  countries: groups(statistics.byCountry, ({ Country }) => String(Country)),
  flags: groups(statistics.byFlag, ({ Name, Value }) => `${Name} ${Value}`),
  months: groups(statistics.createdByMonth, ({ Month }) => Month),
  days: groups(statistics.changesByDay, ({ Day }) => Day),
});

describe('GET /organisations/statistics', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
    await fill(service);
  });
  afterAll(() => service.close());

  it.each(callers)('by %s counts what the list and the histories show', async (_, caller, rights) => {
    const client = service.as(caller);
    if (typeof rights.list === 'number') expect((await client.get(path)).status).toBe(rights.list);
    else expect(asShown(await read(client))).toEqual(await countShown(client));
  });

  it.each([
    '?filterBy=bank',
    '?filterBy=BÄNK+2',
    '?filterBy=nothing+of+the+kind',
    '?filterBy=',
    '?hideInactive=true',
    '?hideInactive=TRUE&filterBy=bank',
    '?hideInactive=false',
    '?displayMine=ann@bank.example',
    '?displayMine=ANN@bank.example&hideInactive=true',
    '?displayMine=dan@bank.example',
  ])('with %s counts what the list and the histories show with it', async (query) => {
    for (const identity of [admin, superUser, software, { ...software, flag_access_level: 2 }]) {
      const client = service.as(identity);
      expect(asShown(await read(client, query))).toEqual(await countShown(client, query));
    }
    const ann = service.as(user('ann@bank.example'));
    if (!query.includes('dan@'))
      expect(asShown(await read(ann, query))).toEqual(await countShown(ann, query));
  });

  it('has its members in the documented order, the largest groups first', async () => {
    const statistics = await read(service.as(admin));
    expect(Object.keys(statistics)).toEqual([
      'totalSize',
      'byStatus',
      'byCountry',
      'byFlag',
      'createdByMonth',
      'changesByDay',
    ]);
    expect(statistics.byStatus).toEqual([
      { Status: 'Active', Count: 5 },
      { Status: 'Pending', Count: 1 },
      { Status: 'Withdrawn', Count: 2 },
    ]);
    expect(statistics.byCountry).toEqual([
      { Country: 'GB', Count: 4 },
      { Country: 'BR', Count: 2 },
      { Country: 'Brasil', Count: 1 },
      { Country: 'gb', Count: 1 },
    ]);
    expect(statistics.byFlag).toEqual([
      { Id: 'bank', Name: 'Kind', Value: 'Bank', Count: 3 },
      { Id: 'secret', Name: 'Kind', Value: 'Secret', Count: 2 },
      { Id: 'area', Name: 'Area', Value: 'Retail', Count: 1 },
    ]);
  });

  it('fills months and days without organisations and changes with 0', async () => {
    const { createdByMonth, changesByDay } = await read(service.as(admin));
    expect(createdByMonth.slice(0, 4)).toEqual([
      { Month: '2023-11', Count: 2 },
      { Month: '2023-12', Count: 0 },
      { Month: '2024-01', Count: 5 },
      { Month: '2024-02', Count: 0 },
    ]);
    expect(createdByMonth.at(-1)).toEqual({ Month: daysAgo(0).slice(0, 7), Count: 0 });
    expect(changesByDay.map(({ Day }) => Day)).toEqual(
      Array.from({ length: 90 }, (_, index) => daysAgo(89 - index).slice(0, 10)),
    );
  });

  it('does not count a change of 90 days ago, and counts one of 89 days ago', async () => {
    const { changesByDay } = await read(service.as(admin), '?filterBy=org-old');
    expect([changesByDay[0], sumOf(changesByDay)]).toEqual([{ Day: daysAgo(89).slice(0, 10), Count: 1 }, 1]);
  });

  it('counts neither flags above the clearance nor changes that speak only of them or of administrators', async () => {
    const changesOf = async (identity: Identity): Promise<number> =>
      sumOf((await read(service.as(identity), '?filterBy=org-hidden')).changesByDay);
    // Create, a hidden flag, a shown flag, both, administrators.
    expect(await changesOf(admin)).toBe(5);
    expect(await changesOf(software)).toBe(3);
    expect(await changesOf({ ...software, flag_access_level: 2 })).toBe(4);
    expect(await changesOf(user('ann@bank.example'))).toBe(4);
    expect((await read(service.as(software))).byFlag.map(({ Value }) => Value)).toEqual(['Bank', 'Retail']);
  });

  it('counts by the present AccessLevel of a flag', async () => {
    const put = async (AccessLevel: number): Promise<void> => {
      const body = aFlagBody({ Name: 'Area', Value: 'Retail', AccessLevel, Cascade: false });
      expect((await service.as(admin).put('/references/flags/area', body)).status).toBe(200);
    };
    const client = service.as(software);
    const before = await read(client);
    await put(1);
    const after = await read(client);
    expect(after.byFlag).toEqual(before.byFlag.filter(({ Name }) => Name !== 'Area'));
    expect(sumOf(after.changesByDay)).toBe(sumOf(before.changesByDay) - 1);
    await put(0);
    expect(await read(client)).toEqual(before);
  });

  it('has an ETag that gives 304, in plain and gzip form', async () => {
    const client = service.as(admin);
    const plain = await client.get(path, { headers: { 'accept-encoding': 'identity' } });
    const zipped = await client.get(path, { headers: { 'accept-encoding': 'gzip' } });
    expect([zipped.headers.get('content-encoding'), zipped.text]).toEqual(['gzip', plain.text]);
    for (const { headers } of [plain, zipped]) {
      const tag = headers.get('etag') ?? '';
      const again = await client.get(path, { headers: { 'if-none-match': tag } });
      expect([again.status, again.text]).toEqual([304, '']);
    }
    expect(plain.headers.get('link')).toBeNull();
    const { headers, text, status } = await client.send('HEAD', path);
    expect([status, text, headers.get('etag')?.replace('-gzip', '')]).toEqual([
      200,
      '',
      plain.headers.get('etag'),
    ]);
  });

  it.each([
    ['?colour=red', /colour/],
    ['?page=0', /page/],
    ['?sort=Country', /sort/],
    ['?filterBy=%3Cb%3E', /^filterBy must not contain < or >$/],
    [`?filterBy=${'x'.repeat(256)}`, /^filterBy must have 1 to 255 characters$/],
    ['?displayMine=nobody', /^displayMine /],
    ['?hideInactive=yes', /^hideInactive must be true or false, in any case$/],
    ['?filterBy=a&filterBy=b', /^filterBy /],
  ])('answers 400 to %s', async (query, sentence) => {
    const answer = await service.as(admin).get(`${path}${query}`);
    expect([answer.status, answer.body]).toEqual([
      400,
      { errors: [expect.stringMatching(sentence) as string] },
    ]);
  });

  it("answers 403 to a user's displayMine of somebody else", async () => {
    const answer = await service.as(user('ann@bank.example')).get(`${path}?displayMine=bob@tpp.example`);
    expect([answer.status, answer.body]).toEqual([
      403,
      {
        errors: ['displayMine may name only your own email. Send your own, or leave displayMine out.'],
      },
    ]);
  });

  it('answers 401 without a token and 405 to POST', async () => {
    expect((await service.as(null).get(path)).status).toBe(401);
    const posted = await service.as(admin).post(path, {});
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, expect.stringMatching(/GET/)]);
  });

  it('takes one snapshot besides the version, and nothing of its own while nothing changes', async () => {
    const database = service.app.get(Database);
    const statements = [
      jest.spyOn(database, 'query'),
      jest.spyOn(database, 'prepared'),
      jest.spyOn(database, 'openSnapshot'),
    ];
    const spent = async (query: string): Promise<number> => {
      for (const spy of statements) spy.mockClear();
      await read(service.as(software), query);
      return statements.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    };
    for (const query of ['?filterBy=org', '?filterBy=org-hidden', '?hideInactive=true&filterBy=o']) {
      expect(await spent(query)).toBe(2);
      expect(await spent(query)).toBe(1);
    }
    for (const spy of statements) spy.mockRestore();
  });

  it('is made anew on the next day, whatever has not changed', async () => {
    const before = await read(service.as(admin));
    try {
      passSeconds(dayMs / 1_000);
      const after = await read(service.as(admin));
      const today = new Date().toISOString().slice(0, 10);
      expect(after.changesByDay.at(-1)).toEqual({ Day: today, Count: 0 });
      expect(after.changesByDay.slice(0, -1)).toEqual(before.changesByDay.slice(1));
    } finally {
      jest.useRealTimers();
    }
  });
});

/** Eight organisations with flags and administrators, and changes of every kind. */
async function fill({ database }: TestApp): Promise<void> {
  const old = { created_on: '2023-11-30T23:59:59.999Z' };
  await anOrganisation(database, { organisation_id: 'own' });
  await anOrganisation(database, { organisation_id: 'other', country: 'BR', status: 'Pending' });
  await anOrganisation(database, { organisation_id: 'org-1', country: 'BR', status: 'Withdrawn', ...old });
  await anOrganisation(database, {
    organisation_id: 'org-2',
    country: 'Brasil',
    organisation_name: 'Bänk 2',
  });
  await anOrganisation(database, { organisation_id: 'org-3', country: 'gb', status: 'Withdrawn' });
  await anOrganisation(database, { organisation_id: 'org-4', created_on: '2024-12-31T23:59:59Z' });
  await anOrganisation(database, { organisation_id: 'org-old', ...old });
  await anOrganisation(database, { organisation_id: 'org-hidden' });
  for (const [id, email, status] of [
    ['own', 'ann@bank.example', 'Active'],
    ['org-hidden', 'ann@bank.example', 'Active'],
    ['org-3', 'ann@bank.example', 'Active'],
    ['own', 'dan@bank.example', 'Inactive'],
    ['other', 'bob@tpp.example', 'Active'],
  ] as const)
    await anAdminUser(database, id, email, status);
  await aFlag(database, { flag_id: 'bank', name: 'Kind', value: 'Bank' }, ['own', 'org-3', 'org-hidden']);
  await aFlag(database, { flag_id: 'secret', name: 'Kind', value: 'Secret', access_level: 2 }, [
    'own',
    'org-1',
  ]);
  await aFlag(database, { flag_id: 'area', name: 'Area', value: 'Retail' }, ['org-1']);
  const flags = (Old: string[], New: string[]): { changes: string } => ({
    changes: JSON.stringify([{ Field: 'Flags', Old, New }]),
  });
  await aHistoryEntry(database, 'own', 1);
  await aHistoryEntry(database, 'own', 2, { at: daysAgo(1) });
  await aHistoryEntry(database, 'own', 3, {
    changes: JSON.stringify([{ Field: 'AdminUsers', Old: null, New: { UserEmail: 'ann@bank.example' } }]),
  });
  // Two equal entries, and one that the service does not write: a field after the flags.
  for (const revision of [4, 5]) await aHistoryEntry(database, 'own', revision, flags([], ['secret']));
  await aHistoryEntry(database, 'own', 6, {
    changes: JSON.stringify([
      { Field: 'Flags', Old: [], New: ['secret'] },
      { Field: 'City', Old: 'Leeds', New: 'London' },
    ]),
  });
  await aHistoryEntry(database, 'other', 1, { at: daysAgo(2) });
  await aHistoryEntry(database, 'org-1', 1, { at: daysAgo(2) });
  await aHistoryEntry(database, 'org-1', 2, flags([], ['area']));
  await aHistoryEntry(database, 'org-old', 1, { at: daysAgo(90) });
  await aHistoryEntry(database, 'org-old', 2, { at: daysAgo(89) });
  await aHistoryEntry(database, 'org-hidden', 1);
  await aHistoryEntry(database, 'org-hidden', 2, flags([], ['secret']));
  await aHistoryEntry(database, 'org-hidden', 3, flags(['secret'], ['bank', 'secret']));
  await aHistoryEntry(database, 'org-hidden', 4, flags(['bank', 'secret'], []));
  await aHistoryEntry(database, 'org-hidden', 5, {
    operation: 'AdminUser',
    changes: JSON.stringify([{ Field: 'AdminUsers', Old: null, New: { UserEmail: 'ann@bank.example' } }]),
  });
}

describe('GET /organisations/statistics of another directory', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp();
  });
  afterEach(() => service.close());

  it('without organisations has zeros', async () => {
    const { changesByDay, ...rest } = await read(service.as(admin));
    expect(rest).toEqual({
      totalSize: 0,
      byStatus: ['Active', 'Pending', 'Withdrawn'].map((Status) => ({ Status, Count: 0 })),
      byCountry: [],
      byFlag: [],
      createdByMonth: [],
    });
    expect([changesByDay.length, sumOf(changesByDay)]).toEqual([90, 0]);
  });

  it('has the 100 largest of 103 countries and of 103 flags, and the other countries together', async () => {
    await service.database.query(
      `INSERT INTO directory.organisation (organisation_id, status, organisation_name, legal_entity_name,
         country_of_registration, company_register, registration_number, address_line1, city, postcode, country)
       SELECT format('%s-%s', n, i), 'Active', 'Bank', 'Bank', 'GB', 'Register', '1', '1 Street', 'City', 'N1 1', 'C' || lpad(n::text, 3, '0')
       FROM generate_series(1, 103) n CROSS JOIN generate_series(1, CASE WHEN n = 103 THEN 3 WHEN n > 100 THEN 2 ELSE 1 END) i;
       INSERT INTO directory.flag (flag_id, name, type, value) SELECT 'f' || n, 'Kind', 'Organisation', lpad(n::text, 3, '0')
       FROM generate_series(1, 103) n;
       INSERT INTO directory.organisation_flag SELECT o.organisation_id, 'f' || right(o.country, 3)::integer FROM directory.organisation o`,
    );
    const { totalSize, byCountry, byFlag } = await read(service.as(admin));
    const ordered = [103, 101, 102, ...Array.from({ length: 97 }, (_, index) => index + 1)];
    const named = ordered.map((number) => String(number).padStart(3, '0'));
    expect(totalSize).toBe(107);
    expect(byCountry.slice(0, 2)).toEqual([
      { Country: 'C103', Count: 3 },
      { Country: 'C101', Count: 2 },
    ]);
    expect(byCountry.map(({ Country }) => Country)).toEqual([...named.map((name) => `C${name}`), null]);
    expect(byCountry.at(-1)).toEqual({ Country: null, Count: 3 });
    expect(byFlag.map(({ Value }) => Value)).toEqual(named);
  });

  it('counts months from the count buckets as from the organisations', async () => {
    await service.database.query(
      `INSERT INTO directory.organisation (organisation_id, status, organisation_name, legal_entity_name, created_on,
         country_of_registration, company_register, registration_number, address_line1, city, postcode, country)
       SELECT n, CASE WHEN n % 7 = 0 THEN 'Pending' ELSE 'Active' END, 'Bank', 'Bank',
         '2020-01-31T23:59:00Z'::timestamptz + n * interval '25 minutes',
         'GB', 'Register', '1', '1 Street', 'City', 'N1 1', 'GB' FROM generate_series(1, 9000) n`,
    );
    for (const query of ['', '?hideInactive=true']) {
      const { totalSize, createdByMonth } = await read(service.as(admin), query);
      const months = await service.database.query<{ month: string; count: number }>(
        `SELECT to_char(created_on AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*)::integer AS count
         FROM directory.organisation WHERE status = 'Active' OR $1 GROUP BY 1 ORDER BY 1`,
        [query === ''],
      );
      expect(months.length).toBeGreaterThan(5);
      expect(groups(createdByMonth, ({ Month }) => Month)).toEqual(
        Object.fromEntries(months.map(({ month, count }) => [month, count])),
      );
      expect(sumOf(createdByMonth)).toBe(totalSize);
    }
  });

  it('is of one moment while others change the directory', async () => {
    const client = service.as(admin);
    const faults: string[] = [];
    let isOver = false;
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; round < 10; round++) {
        const OrganisationId = `${writer}-${round}`;
        const body = anOrganisationBody({ OrganisationId, Country: `C${round}` });
        expect((await untilAccepted(() => client.post('/organisations', body))).status).toBe(201);
        const changed = anOrganisationBody({ Status: 'Pending', Country: 'GB' });
        expect(
          (await untilAccepted(() => client.put(`/organisations/${OrganisationId}`, changed))).status,
        ).toBe(200);
      }
    };
    let reads = 0;
    const check = async (query: string): Promise<void> => {
      while (!isOver) {
        const { totalSize, byStatus, byCountry, createdByMonth, changesByDay } = await read(client, query);
        const sums = [byStatus, byCountry, createdByMonth].map(sumOf);
        const changes = sumOf(changesByDay);
        // Each organisation has one change, or two once it is Pending.
        const expected = totalSize + (byStatus[1]?.Count ?? 0);
        if (sums.some((sum) => sum !== totalSize) || changes !== expected)
          faults.push(`${query}: ${JSON.stringify([totalSize, sums, changes, expected])}`);
        reads += 1;
      }
    };
    const checks = ['', '?filterBy=sample'].map(check);
    await Promise.all([0, 1, 2, 3].map(write)).finally(() => {
      isOver = true;
    });
    await Promise.all(checks);
    expect(faults).toEqual([]);
    expect(reads).toBeGreaterThan(10);
    expect((await read(client)).totalSize).toBe(40);
  });

  it('answers eight counts at a time, others with 503, and other requests as ever', async () => {
    const other = await otherTransaction(service.database);
    await other.query('LOCK TABLE directory.organisation_history IN ACCESS EXCLUSIVE MODE');
    const client = service.as(admin);
    let refused = 0;
    const answers = Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const answer = await client.get(`${path}?filterBy=term${index}`);
        if (answer.status === 503) refused += 1;
        return answer;
      }),
    );
    await until('two refusals', () => (refused === 2 ? true : null));
    await waiting(service.database, 2);
    expect((await client.get('/organisations')).status).toBe(200);
    await other.commit();
    const [first, ...rest] = await answers.then((all) => all.filter(({ status }) => status === 503));
    expect([first?.headers.get('retry-after'), rest.length]).toEqual(['5', 1]);
    expect((await answers).filter(({ status }) => status === 200)).toHaveLength(8);
    expect((await client.get(`${path}?filterBy=term9`)).status).toBe(200);
  });

  it('answers 503 with Retry-After to a count that takes longer than a statement may', async () => {
    const slow = await service.startSibling({ DATABASE_TIMEOUT_MS: '500' });
    const other = await otherTransaction(service.database);
    await other.query('LOCK TABLE directory.organisation_history IN ACCESS EXCLUSIVE MODE');
    const answer = await slow.as(admin).get(path);
    expect([answer.status, answer.headers.get('retry-after'), answer.body]).toEqual([
      503,
      '5',
      {
        errors: [
          'Counting took too long. Try again later, or with a filterBy that fewer organisations contain.',
        ],
      },
    ]);
    await other.commit();
    expect((await slow.as(admin).get(path)).status).toBe(200);
    await slow.close();
  });

  it('shows a change of this and of another instance at once', async () => {
    const other = await service.startSibling();
    const client = service.as(admin);
    const totals = async (): Promise<number[]> =>
      Promise.all([service, other].map(async (each) => (await read(each.as(admin))).totalSize));
    expect(await totals()).toEqual([0, 0]);
    await client.post('/organisations', anOrganisationBody({ OrganisationId: 'a' }));
    expect(await totals()).toEqual([1, 1]);
    await other.as(admin).post('/organisations', anOrganisationBody({ OrganisationId: 'b' }));
    expect(await totals()).toEqual([2, 2]);
    await other.as(admin).put('/organisations/a', anOrganisationBody({ Status: 'Withdrawn' }));
    expect((await read(client, '?hideInactive=true')).totalSize).toBe(1);
    const ann = service.as(user('ann@bank.example'));
    expect((await read(ann)).totalSize).toBe(0);
    await other.as(admin).post('/organisations/b/adminusers', { UserEmail: 'ann@bank.example' });
    expect((await read(ann)).totalSize).toBe(1);
    await other.close();
  });
});
