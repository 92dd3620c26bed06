import { startApp, type TestApp } from '../../support/app.js';
import type { Answer } from '../../support/answer.js';
import {
  aFlag,
  anAdminUser,
  anOrganisation,
  anOrganisationBody,
} from '../../support/builders/organisation.js';
import type { Identity } from '../../support/client.js';
import { admin, superUser, user } from '../../support/identities.js';

const anna = user('anna@bank.example');
const createdOn = '2024-01-02T03:04:05.678Z';

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.close());

let serial = 0;
/** Creates an organisation for one test, administered by Anna, with a flag that she sees and one that she does not. */
async function fresh(): Promise<string> {
  const id = `wb ${++serial}/é`;
  await anOrganisation(service.database, {
    organisation_id: id,
    size: 'Large',
    registration_number: id,
    logo_uri: 'https://bank.example/logo.png',
    requires_participant_terms_and_conditions_signing: false,
    status: 'Withdrawn',
  });
  await anAdminUser(service.database, id, 'anna@bank.example');
  await aFlag(service.database, { flag_id: `open-${serial}`, value: `open-${serial}` }, [id]);
  await aFlag(service.database, { flag_id: `hidden-${serial}`, value: `h-${serial}`, access_level: 7 }, [id]);
  return id;
}

const pathOf = (id: string): string => `/organisations/${encodeURIComponent(id)}`;
const read = async (id: string, identity: Identity = admin): Promise<Record<string, unknown>> =>
  (await service.as(identity).get(pathOf(id))).body as Record<string, unknown>;
const entriesOf = (id: string): Promise<unknown[]> =>
  service.database.query(
    'SELECT changes FROM directory.organisation_history WHERE organisation_id = $1 ORDER BY revision',
    [id],
  );
const sentencesOf = ({ status, body }: Answer): unknown[] => [status, (body as { errors: unknown }).errors];

describe.each([
  ['PUT', 'application/json'],
  ['PATCH', 'application/json'],
  ['PATCH', 'application/merge-patch+json'],
])('%s of the body of GET, as %s', (method, contentType) => {
  const send = (
    id: string,
    body: unknown,
    identity: Identity = admin,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> =>
    service
      .as(identity)
      .send(method, pathOf(id), { body, headers: { 'content-type': contentType, ...headers } });

  it.each([
    ['directory:admin', admin],
    ['a super user', superUser],
    ['an administrator who sees no flag above level 0', anna],
    ['an administrator who sees every flag', user('anna@bank.example', { flag_access_level: 7 })],
  ])('changes nothing for %s', async (_who, identity) => {
    const id = await fresh();
    const got = await service.as(identity).get(pathOf(id));
    const all = await service.as(admin).get(pathOf(id));
    const answer = await send(id, got.text, identity, { 'if-match': got.headers.get('etag') ?? '' });
    expect([answer.status, answer.text]).toEqual([200, got.text]);
    expect(answer.headers.get('etag')).toBe(got.headers.get('etag'));
    expect([(await service.as(admin).get(pathOf(id))).text, await entriesOf(id)]).toEqual([all.text, []]);
  });

  it('changes the one field that the client changed, and keeps flags above its clearance', async () => {
    const id = await fresh();
    const answer = await send(id, { ...(await read(id, anna)), City: 'Leeds' }, anna);
    expect([answer.status, answer.body]).toMatchObject([200, { City: 'Leeds', Status: 'Withdrawn' }]);
    expect(await entriesOf(id)).toEqual([{ changes: [{ Field: 'City', Old: 'London', New: 'Leeds' }] }]);
    expect((await read(id)).Flags).toMatchObject([{ AccessLevel: 7 }, { AccessLevel: 0 }]);
  });

  it('is accepted with the Warnings of the answer before', async () => {
    const id = await fresh();
    const first = await send(id, { ...(await read(id)), Country: 'Brasil' });
    expect(first.body).toHaveProperty('Warnings');
    const second = await send(id, first.text);
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect(await entriesOf(id)).toHaveLength(1);
  });

  it.each([
    ['an Id alone', (id: string) => ({ Id: id })],
    ['an Id beside members of any kind', (id: string) => ({ Id: id, Name: 5, AccessLevel: 'none', X: {} })],
    ['the id', (id: string) => id],
  ])('names a flag by %s', async (_form, toItem) => {
    const id = await fresh();
    const flagId = await aFlag(service.database, { flag_id: `new-${serial}`, value: `new-${serial}` });
    const answer = await send(id, { ...(await read(id)), Flags: [toItem(flagId)] });
    expect([answer.status, answer.body]).toMatchObject([200, { Flags: [{ Id: flagId }] }]);
  });

  const listed =
    'Flags must be a list of at most 1000 flags, each by its Id or as an object with an Id, without repetition';
  const item = 'each of Flags must be the Id of a flag, or an object with an Id';
  it.each([
    ['a map of names to values', { Kind: ['Bank'] }, listed],
    ['one object', { Id: 'x' }, listed],
    ['text', 'x', listed],
    ['the same flag twice, in both forms', ['x', { Id: 'x' }], listed],
    ['an object without Id', [{ Name: 'Kind', Value: 'Bank' }], item],
    ['an object with an Id in another letter case', [{ id: 'x' }], item],
    ['an object with a number as its Id', [{ Id: 5 }], item],
    ['an object with null as its Id', [{ Id: null }], item],
    ['null', [null], item],
    ['a list', [['x']], item],
    ['an object with an empty Id', [{ Id: '' }], 'each of Flags must have 1 to 40 characters'],
  ])('is rejected with Flags that are %s, by a sentence about Id', async (_form, Flags, sentence) => {
    const id = await fresh();
    expect(sentencesOf(await send(id, { ...(await read(id)), Flags }))).toEqual([400, [sentence]]);
  });

  it('is rejected with another OrganisationId, together with the other faults of the body', async () => {
    const id = await fresh();
    const answer = await send(id, { ...(await read(id)), OrganisationId: 'other', City: 'x' });
    expect(sentencesOf(answer)).toEqual([
      400,
      [
        'City must have 2 to 255 characters',
        'OrganisationId is "other", which is not the OrganisationId in the path. Send that one or none.',
      ],
    ]);
  });

  it.each([
    ['in other letter case', (id: string) => id.toUpperCase()],
    ['with a blank behind it', (id: string) => `${id} `],
    ['that is empty', () => ''],
  ])('is rejected with an OrganisationId %s', async (_what, toId) => {
    const id = await fresh();
    const answer = await send(id, { ...(await read(id)), OrganisationId: toId(id) });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('in the path')]);
  });

  it.each([
    ['null', { OrganisationId: null, CreatedOn: null, Warnings: null }],
    ['an offset in CreatedOn', { CreatedOn: '2024-01-02T04:04:05.678+01:00' }],
    ['microseconds in CreatedOn', { CreatedOn: '2024-01-02T03:04:05.678000Z' }],
  ])('is accepted with %s', async (_what, changes) => {
    const id = await fresh();
    const answer = await send(id, { ...(await read(id)), ...changes });
    expect([answer.status, await entriesOf(id)]).toEqual([200, []]);
  });

  it.each([
    ['another CreatedOn', '2024-01-02T03:04:05.679Z', 'which is not that of the organisation'],
    [
      'a CreatedOn that differs in microseconds',
      '2024-01-02T03:04:05.678001Z',
      'must be a date-time such as',
    ],
    ['a CreatedOn that is no date-time', 'yesterday', 'must be a date-time such as'],
    ['an empty CreatedOn', '', 'must be a date-time such as'],
    ['a CreatedOn that is no text', 1_704_164_645_678, 'must be text'],
  ])('is rejected with %s, and changes nothing', async (_what, CreatedOn, sentence) => {
    const id = await fresh();
    const answer = await send(id, { ...(await read(id)), CreatedOn, City: 'Leeds' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(sentence)]);
    expect([(await read(id)).CreatedOn, await entriesOf(id)]).toEqual([createdOn, []]);
  });

  it('compares CreatedOn after the organisation, the rights on it and If-Match', async () => {
    const id = await fresh();
    const body = {
      ...(await read(id)),
      CreatedOn: '2020-01-01T00:00:00.000Z',
      OrganisationId: null,
      Flags: [],
    };
    const unknown = await send('nobody', body);
    const hidden = await send(id, body, user('bert@bank.example'));
    const stale = await send(id, body, admin, { 'if-match': '"other"' });
    expect([unknown.status, hidden.status, stale.status]).toEqual([404, 404, 412]);
  });

  it.each(['Tags', 'Tag'])('ignores %s of older clients, with a Warning', async (field) => {
    const id = await fresh();
    // Compressed answers have an ETag of their own.
    const plain = { 'accept-encoding': 'identity' };
    const got = await service.as(admin).get(pathOf(id), { headers: plain });
    const answer = await send(id, { ...(got.body as object), [field]: ['x'] }, admin, plain);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { Warnings: [`${field} is not a field of this API and was ignored; use Flags.`] },
    ]);
    expect([answer.headers.get('etag'), await entriesOf(id)]).toEqual([got.headers.get('etag'), []]);
  });

  it.each(['Unknown', 'tags', 'Revision', 'AdminUsers'])(
    'is rejected with the unknown field %s',
    async (field) => {
      const id = await fresh();
      const answer = await send(id, { ...(await read(id)), [field]: [] });
      expect(sentencesOf(answer)).toEqual([400, [`${field} is not a known field`]]);
    },
  );
});

describe('POST /organisations', () => {
  it.each(['CreatedOn', 'Warnings'])('rejects %s', async (field) => {
    const answer = await service.as(admin).post('/organisations', anOrganisationBody({ [field]: null }));
    expect(sentencesOf(answer)).toEqual([400, [`${field} is not a known field`]]);
  });

  it('accepts flags as objects, and ignores Tags with a Warning', async () => {
    const flagId = await aFlag(service.database, { flag_id: 'posted', value: 'posted' });
    const body = anOrganisationBody({ Flags: [{ Id: flagId }], Tags: [], RegistrationNumber: 'posted' });
    const answer = await service.as(admin).post('/organisations', body);
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { Flags: [{ Id: flagId }], Warnings: ['Tags is not a field of this API and was ignored; use Flags.'] },
    ]);
  });
});
