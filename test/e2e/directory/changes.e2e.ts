import { createHash, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { anAdminUser, aFlagBody, anOrganisationBody } from '../../support/builders/organisation.js';
import { callers } from '../../support/callers.js';
import type { Identity } from '../../support/client.js';
import { expectErrors } from '../../support/framing.js';
import { admin, software, superUser, user } from '../../support/identities.js';
import { until } from '../../support/until.js';

interface Change {
  readonly Position: number;
  readonly OrganisationId?: string;
  readonly FlagId?: string;
  readonly Revision: number;
  readonly By: { readonly ClientId: string; readonly UserEmail: string | null };
  readonly Operation: string;
  readonly Changes: readonly { readonly Field: string; readonly Old: unknown; readonly New: unknown }[];
  readonly Hash?: string;
}

interface ChangesPage {
  readonly changes: readonly Change[];
  readonly next: string;
  readonly hasMore: boolean;
}

const path = '/organisations/changes';
const place = /^[0-9a-f-]{36}\.\d+$/;

let service: TestApp;
let serial = 0;
const pageOf = ({ status, body, text }: Answer): ChangesPage => {
  if (status !== 200) throw new Error(`${status} ${text}`);
  return body as ChangesPage;
};
const read = async (query = '', identity: Identity = admin): Promise<ChangesPage> =>
  pageOf(await service.as(identity).get(`${path}${query}`));
const create = async (id: string, overrides = {}): Promise<void> => {
  const body = { OrganisationId: id, ...anOrganisationBody(overrides) };
  const { status, text } = await service.as(admin).post('/organisations', body);
  if (status !== 201) throw new Error(text);
};
const amend = async (id: string, overrides = {}, identity: Identity = admin): Promise<void> => {
  const body = anOrganisationBody({ City: `City ${++serial}`, ...overrides });
  const { status, text } = await service.as(identity).put(`/organisations/${id}`, body);
  if (status !== 200) throw new Error(text);
};
const createFlag = async (overrides = {}): Promise<string> => {
  const answer = await service
    .as(admin)
    .post('/references/flags', aFlagBody({ Value: `value-${++serial}`, ...overrides }));
  if (answer.status !== 201) throw new Error(answer.text);
  return (answer.body as { Id: string }).Id;
};
/** Resolves when the log has as many entries. */
const logged = (count: number): Promise<ChangesPage> =>
  until(`${count} entries of the log`, async () => {
    const page = await read('?limit=1000');
    return page.changes.length >= count ? page : null;
  });

describe('GET /organisations/changes', () => {
  beforeEach(async () => {
    service = await startApp();
  });
  afterEach(() => service.close());

  it('returns entries with their place in the log and their hash, and the place to go on from', async () => {
    await create('a');
    await amend('a', { City: 'Leeds' });
    const page = await logged(2);
    const [creation, update] = page.changes;
    expect(page).toEqual({
      changes: [creation, update],
      next: expect.stringMatching(place) as string,
      hasMore: false,
    });
    expect(page.next.endsWith('.2')).toBe(true);
    expect(Object.keys(creation ?? {})).toEqual([
      'Position',
      'OrganisationId',
      'Revision',
      'At',
      'By',
      'InteractionId',
      'Operation',
      'Changes',
      'Hash',
    ]);
    expect(update).toMatchObject({
      Position: 2,
      OrganisationId: 'a',
      Revision: 2,
      By: { ClientId: 'admin-client', UserEmail: null },
      Operation: 'Update',
      Changes: [{ Field: 'City', Old: 'London', New: 'Leeds' }],
    });
  });

  it('carries in each entry the hash over its content and the hash before', async () => {
    await create('a');
    await createFlag();
    await amend('a', {}, superUser);
    const { changes, next } = await logged(3);
    let previous = '0'.repeat(64);
    for (const { Position, Hash, ...Entry } of changes) {
      const text = canonicalize({ Log: next.split('.')[0], Position, Previous: previous, Entry }) ?? '';
      previous = createHash('sha256').update(text).digest('hex');
      expect(Hash).toBe(previous);
    }
  });

  it('holds after all entries exactly the organisations and flags that the API returns', async () => {
    const flagId = await createFlag({ Description: 'Once' });
    await create('bare');
    await create('full', {
      Flags: [flagId],
      Size: 'Large',
      RequiresParticipantTermsAndConditionsSigning: false,
    });
    await amend('full', { Flags: [flagId], LogoUri: 'https://a.example/l.svg' });
    await service.as(admin).put(`/references/flags/${flagId}`, aFlagBody({ Value: 'Other', Cascade: false }));
    const { changes } = await logged(5);
    const states = new Map<string, Record<string, unknown>>();
    for (const { OrganisationId, FlagId, Changes } of changes) {
      const key = OrganisationId ?? FlagId ?? '';
      const state = states.get(key) ?? (OrganisationId === undefined ? { Id: FlagId } : { OrganisationId });
      for (const { Field, New } of Changes) state[Field] = New;
      states.set(key, state);
    }
    const flag = (await service.as(admin).get(`/references/flags/${flagId}`)).body as Record<string, unknown>;
    expect(withNulls(states.get(flagId), flag)).toEqual(flag);
    for (const id of ['bare', 'full']) {
      const organisation = (await service.as(admin).get(`/organisations/${id}`)).body as Record<
        string,
        unknown
      >;
      const shown = { ...organisation, Flags: (organisation.Flags as { Id: string }[]).map(({ Id }) => Id) };
      expect(withNulls(states.get(id), shown)).toEqual(shown);
    }
  });

  it('pages without gap or repetition, and says whether there is more', async () => {
    await create('a');
    for (let turn = 0; turn < 4; turn += 1) await amend('a');
    await logged(5);
    const positions: number[] = [];
    let page = await read('?limit=2');
    for (;;) {
      positions.push(...page.changes.map(({ Position }) => Position));
      expect(page.hasMore).toBe(positions.length < 5);
      if (!page.hasMore) break;
      page = await read(`?limit=2&after=${page.next}`);
    }
    expect(positions).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes a bare Position, and stays in its place beyond the end', async () => {
    await create('a');
    const { next } = await logged(1);
    expect((await read('?after=0')).changes).toHaveLength(1);
    expect((await read('?after=1')).changes).toEqual([]);
    const beyond = await read('?after=77');
    expect(beyond).toEqual({ changes: [], next: `${next.split('.')[0] ?? ''}.77`, hasMore: false });
  });

  it.each([
    ['limit=0', 'limit must be a whole number from 1 to 1000'],
    ['limit=1001', 'limit must be a whole number from 1 to 1000'],
    [
      'after=-1',
      'after is "-1", which is no place in the log; send the next of an earlier answer, an X-Directory-Position, or a Position',
    ],
    ['after=1234567890123456', 'which is no place in the log'],
    [`after=${randomUUID()}`, 'which is no place in the log'],
    [`after=${randomUUID()}.`, 'which is no place in the log'],
    ['since=1', 'since is not a known parameter'],
  ])('rejects %s', async (query, sentence) => {
    const answer = await service.as(admin).get(`${path}?${query}`);
    expectErrors(answer, 400);
    expect(answer.text).toContain(JSON.stringify(sentence).slice(1, -1));
  });

  it.each(['limit=1', 'limit=1000', 'after=', 'limit=', 'after=000000000000000'])(
    'takes %s',
    async (query) => {
      await create('a');
      await logged(1);
      expect((await read(`?${query}`)).changes).toHaveLength(1);
    },
  );

  it('answers 410 with a link to the list for a place of another log', async () => {
    const answer = await service.as(admin).get(`${path}?after=${randomUUID()}.0`);
    expectErrors(answer, 410);
    expect(answer.headers.get('link')).toBe('</organisations>; rel="snapshot"');
    expect(answer.text).toContain('the directory was restored');
  });

  it('answers 410 to the places of before once the log begins anew, and gives every entry a position again', async () => {
    await create('a');
    const { next } = await logged(1);
    await service.database.query('SELECT directory.begin_change_log()');
    expectErrors(await service.as(admin).get(`${path}?after=${next}`), 410);
    const anew = await logged(1);
    expect(anew.next).not.toBe(next);
    await until('the new log in the header of the list', async () => {
      const { headers } = await service.as(admin).get('/organisations');
      return headers.get('x-directory-position') === anew.next ? true : null;
    });
  });

  it('has an ETag, and answers 304 while the page stays the same', async () => {
    await create('a');
    await logged(1);
    const first = await service.as(admin).get(path);
    const tag = first.headers.get('etag') ?? '';
    const same = await service.as(admin).get(path, { headers: { 'if-none-match': tag } });
    expect([same.status, same.text, same.headers.get('x-directory-position')]).toEqual([
      304,
      '',
      first.headers.get('x-directory-position'),
    ]);
    await create('b');
    await logged(2);
    const other = await service.as(admin).get(path, { headers: { 'if-none-match': tag } });
    expect(other.status).toBe(200);
  });

  it('tells the newest place on HEAD', async () => {
    await create('a');
    const { next } = await logged(1);
    const answer = await service.as(admin).send('HEAD', path);
    expect([answer.status, answer.text, answer.headers.get('x-directory-position')]).toEqual([200, '', next]);
  });

  it.each(['/organisations', '/organisations?size=1001', '/organisations/export/open-data'])(
    'tells a place on %s that its body includes, on 304 too',
    async (target) => {
      await create('a');
      const { next } = await logged(1);
      const first = await until('the place', async () => {
        const answer = await service.as(admin).get(target);
        return answer.headers.get('x-directory-position') === next ? answer : null;
      });
      expect(first.text).toContain('"OrganisationId":"a"');
      const again = await service.as(admin).get(target, {
        headers: { 'if-none-match': first.headers.get('etag') ?? '' },
      });
      expect([again.status, again.headers.get('x-directory-position')]).toEqual([304, next]);
    },
  );

  it('never tells a place on a list that is later than what the list shows, with amendments under way', async () => {
    await create('a');
    await logged(1);
    const state = { isOver: false };
    const writing = (async () => {
      for (let turn = 0; turn < 60; turn += 1) await amend('a');
    })().finally(() => {
      state.isOver = true;
    });
    const seen: [position: number, city: string][] = [];
    while (!state.isOver) {
      const { body, headers } = await service.as(admin).get('/organisations');
      const [organisation] = (body as { content: { City: string }[] }).content;
      seen.push([Number(headers.get('x-directory-position')?.split('.')[1]), organisation?.City ?? '']);
    }
    await writing;
    const { changes } = await logged(61);
    for (const [position, city] of seen) {
      const shown = changes.find(({ Changes }) =>
        Changes.some(({ Field, New }) => Field === 'City' && New === city),
      );
      expect(shown?.Position).toBeGreaterThanOrEqual(position);
    }
  });
});

describe('GET /organisations/changes shows each caller what the histories show:', () => {
  let secretId: string;
  beforeAll(async () => {
    service = await startApp();
    secretId = await createFlag({ AccessLevel: 5 });
    const openId = await createFlag();
    await create('own', { Flags: [openId, secretId] });
    await create('other');
    await anAdminUser(service.database, 'own', 'ann@bank.example');
    await anAdminUser(service.database, 'own', 'dan@bank.example', 'Inactive');
    await anAdminUser(service.database, 'other', 'bob@tpp.example');
    // Of hidden flags only, of a user, and of an administrator.
    await service.as(admin).send('PATCH', '/organisations/own', { body: { Flags: [openId] } });
    await amend('own', { Flags: [openId] }, superUser);
    await service.as(admin).post('/organisations/other/adminusers', { UserEmail: 'new@tpp.example' });
    await logged(7);
  });
  afterAll(() => service.close());

  it.each(callers)('%s', async (_, caller, rights) => {
    const answer = await service.as(caller).get(path);
    if (typeof rights.list === 'number') {
      expect(answer.status).toBe(rights.list);
      return;
    }
    const { changes, next, hasMore } = pageOf(answer);
    const isOperator = rights.addFlag === 201;
    expect([next.split('.')[1], hasMore]).toEqual(['7', false]);
    expect([...new Set(changes.flatMap(({ OrganisationId }) => OrganisationId ?? []))].sort()).toEqual(
      rights.list,
    );
    expect(changes.some(({ FlagId }) => FlagId !== undefined)).toBe(isOperator);
    expect(JSON.stringify(changes).includes(secretId)).toBe(isOperator);
    const emails = changes.filter(
      ({ OrganisationId, By }) => OrganisationId === 'own' && By.UserEmail !== null,
    );
    expect(emails.length > 0).toBe(rights.list.includes('own') && rights.seesUsersOfOwn);
    if (isOperator) expect(changes.every(({ Hash }) => Hash !== undefined)).toBe(true);
  });

  it('leaves out Hash where something of the entry is left out, and only there', async () => {
    const { changes } = await read('', software);
    expect(
      changes.map(({ OrganisationId, Revision, Hash }) => [OrganisationId, Revision, Hash !== undefined]),
    ).toEqual([
      ['own', 1, false],
      ['other', 1, true],
      ['own', 3, false],
    ]);
    const operators = await read();
    expect(changes[1]?.Hash).toBe(
      operators.changes.find(({ Position }) => Position === changes[1]?.Position)?.Hash,
    );
  });

  it('shows flags up to the clearance', async () => {
    const { changes } = await read('', { ...software, flag_access_level: 5 });
    expect(JSON.stringify(changes)).toContain(secretId);
  });

  it('moves next over a page of hidden entries', async () => {
    const page = await read('?limit=2', user('ann@bank.example'));
    expect([page.changes, page.next.split('.')[1], page.hasMore]).toEqual([[], '2', true]);
  });

  it('shows a new organisation with hidden flags as one without flags', async () => {
    await create('hidden', { Flags: [secretId] });
    await create('none');
    await logged(9);
    const { changes } = await read('?after=7', software);
    const [hidden, none] = changes.map(({ Changes }) => Changes.find(({ Field }) => Field === 'Flags'));
    expect(hidden).toEqual({ Field: 'Flags', Old: null, New: [] });
    expect(none).toEqual(hidden);
  });
});

/** The state with null for each field of the response that no entry named. */
function withNulls(state: Record<string, unknown> | undefined, shown: Record<string, unknown>): unknown {
  return { ...Object.fromEntries(Object.keys(shown).map((key) => [key, null])), ...state };
}
