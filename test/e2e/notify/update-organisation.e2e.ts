import { auditOf } from '../../support/notify-audit.js';
import { aUserRow } from '../../support/builders/notify-rows.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  aBranding,
  anOrganisation,
  type OrganisationBody,
  readOrganisation,
} from '../../support/builders/notify-organisation.js';

const nowhere = '11111111-2222-4333-8444-555555555555';
const types =
  'central, local, nhs_central, nhs_local, nhs_gp, nhs_notify, emergency_service, school_or_college, other';

const faults = (...messages: string[]): object => ({
  errors: messages.map((message) => ({ error: 'ValidationError', message })),
  status_code: 400,
});

describe('POST /organisation/{id}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const update = (id: string, body: unknown, headers: Record<string, string> = {}) =>
    service.notify.post(`/organisation/${id}`, body, { headers });
  const read = (id: string) => readOrganisation(service, id);
  const moved = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string;

  it('answers 204 and changes the given fields only', async () => {
    const before = await anOrganisation(service, { notes: 'Kept', domains: ['kept.example.gov.uk'] });
    const change = { name: `${before.name} renamed`, can_approve_own_go_live_requests: true };
    const answer = await update(before.id, change);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await read(before.id)).toEqual({ ...before, ...change, updated_at: moved });
  });

  it('changes every writable column', async () => {
    const { id } = await anOrganisation(service);
    const sent = {
      active: false,
      agreement_signed: true,
      agreement_signed_at: '2024-01-15T10:00:00.000000Z',
      agreement_signed_on_behalf_of_email_address: 'anything, it is not checked here',
      agreement_signed_on_behalf_of_name: 'The Boss',
      agreement_signed_version: 3,
      billing_contact_email_addresses: 'a@example.gov.uk',
      billing_contact_names: 'Ann',
      billing_reference: 'REF',
      can_approve_own_go_live_requests: true,
      crown: null,
      domains: ['every.example.gov.uk'],
      name: `Every column ${id}`,
      notes: '',
      organisation_type: 'other',
      permissions: ['can_ask_to_join_service'],
      purchase_order_number: 'PO',
      request_to_go_live_notes: 'Ask first',
    };
    expect((await update(id, sent)).status).toBe(204);
    expect(await read(id)).toMatchObject(sent);
  });

  it('clears nullable fields with null', async () => {
    const filled = {
      agreement_signed: true,
      agreement_signed_at: '2024-01-15 10:00:00.000000',
      agreement_signed_by_id: await aUserRow(service.database),
      agreement_signed_on_behalf_of_email_address: 'boss@example.gov.uk',
      agreement_signed_on_behalf_of_name: 'The Boss',
      agreement_signed_version: 2.5,
      billing_contact_email_addresses: 'a@example.gov.uk',
      billing_contact_names: 'Ann',
      billing_reference: 'REF',
      email_branding_id: await aBranding(service.database, 'email'),
      letter_branding_id: await aBranding(service.database, 'letter'),
      notes: 'Notes',
      purchase_order_number: 'PO',
      request_to_go_live_notes: 'Ask first',
    };
    const { id } = await anOrganisation(service, filled);
    const cleared = { ...Object.fromEntries(Object.keys(filled).map((key) => [key, null])), crown: null };
    expect((await update(id, cleared)).status).toBe(204);
    expect(await read(id)).toMatchObject(cleared);
  });

  it('changes only updated_at for {}, each time', async () => {
    const before = await anOrganisation(service);
    expect(before.updated_at).toBeNull();
    expect((await update(before.id, {})).status).toBe(204);
    const first = await read(before.id);
    expect(first).toEqual({ ...before, updated_at: moved });
    await update(before.id, {});
    const second = await read(before.id);
    expect(String(second.updated_at) > String(first.updated_at)).toBe(true);
  });

  it('answers 404 for an unknown organisation, even with permissions', async () => {
    for (const body of [{}, { permissions: [] }, { domains: ['unknown.example.gov.uk'] }]) {
      const answer = await update(nowhere, body);
      expect([answer.status, answer.body]).toEqual([404, { message: 'No result found', result: 'error' }]);
    }
  });

  it('validates the body before it looks up the organisation', async () => {
    const answer = await update(nowhere, { crown: 'x' });
    expect([answer.status, answer.body]).toEqual([400, faults('crown x is not of type boolean, null')]);
  });

  it('rejects the name of another organisation and changes nothing', async () => {
    const other = await anOrganisation(service);
    const before = await anOrganisation(service);
    const answer = await update(before.id, { name: other.name, notes: 'Lost' });
    expect([answer.status, answer.body, await read(before.id)]).toEqual([
      400,
      { message: 'Organisation name already exists', result: 'error' },
      before,
    ]);
  });

  it('accepts its own name', async () => {
    const { id, name } = await anOrganisation(service);
    expect((await update(id, { name })).status).toBe(204);
  });

  it('replaces permissions and changes the other given fields', async () => {
    const { id } = await anOrganisation(service, { permissions: ['can_ask_to_join_service'] });
    await update(id, { permissions: ['can_ask_to_join_a_service'], notes: 'Not lost' });
    expect(await read(id)).toMatchObject({ permissions: ['can_ask_to_join_a_service'], notes: 'Not lost' });
    await update(id, { permissions: [] });
    expect(await read(id)).toMatchObject({ permissions: [], notes: 'Not lost' });
  });

  it.each([
    ['2024-01-15 10:00:00.000001', '2024-01-15T10:00:00.000001Z'],
    ['2024-07-15 10:00:00', '2024-07-15T10:00:00.000000Z'],
    ['2024-07-15T10:00:00.5Z', '2024-07-15T10:00:00.500000Z'],
    ['2024-07-15T10:00:00+01:00', '2024-07-15T09:00:00.000000Z'],
  ])('stores agreement_signed_at %j as %j', async (sent, stored) => {
    const { id } = await anOrganisation(service);
    await update(id, { agreement_signed_at: sent });
    expect(await read(id)).toMatchObject({ agreement_signed_at: stored });
  });

  it.each([
    [{ name: null }, 'name None is not of type string'],
    [{ name: 1 }, 'name 1 is not of type string, null'],
    [{ name: 'n'.repeat(256) }, 'name is too long, at most 255 characters are kept'],
    [{ active: null }, 'active None is not of type boolean'],
    [{ active: 1 }, 'active 1 is not of type boolean, null'],
    [{ organisation_type: null }, `organisation_type None is not one of [${types}]`],
    [{ organisation_type: 'foo' }, `organisation_type foo is not one of [${types}]`],
    [{ permissions: null }, 'permissions None is not of type array'],
    [{ permissions: ['foo'] }, 'permissions foo is not one of [can_ask_to_join_a_service]'],
    [{ email_branding_id: nowhere }, 'email_branding_id does not exist'],
    [{ letter_branding_id: nowhere }, 'letter_branding_id does not exist'],
    [{ agreement_signed_by_id: nowhere }, 'agreement_signed_by_id does not exist'],
    [{ agreement_signed_at: '2024-02-30 00:00:00' }, 'agreement_signed_at Not a valid datetime.'],
    [{ agreement_signed_at: 1 }, 'agreement_signed_at 1 is not of type string, null'],
    [{ name: '' }, 'name must not be empty or blank'],
    [{ name: ' \t\u00a0' }, 'name must not be empty or blank'],
    [{ name: '\u200b' }, 'name must not be empty or blank'],
    [{ agreement_signed: 'yes' }, 'agreement_signed yes is not of type boolean, null'],
    [
      { agreement_signed_on_behalf_of_name: 'n'.repeat(256) },
      'agreement_signed_on_behalf_of_name is too long, at most 255 characters are kept',
    ],
    [
      { agreement_signed_on_behalf_of_email_address: 'n'.repeat(256) },
      'agreement_signed_on_behalf_of_email_address is too long, at most 255 characters are kept',
    ],
    [{ purchase_order_number: 1 }, 'purchase_order_number 1 is not of type string, null'],
    [{ notes: '\ud800' }, 'notes is not valid Unicode without NUL'],
    [{ id: nowhere }, 'id is not a known field'],
    [{ updated_at: null }, 'updated_at is not a known field'],
    [{ count_of_live_services: 1 }, 'count_of_live_services is not a known field'],
  ])('rejects %j and changes nothing', async (wrong, message) => {
    const before = await anOrganisation(service);
    const answer = await update(before.id, { can_approve_own_go_live_requests: true, ...wrong });
    expect([answer.status, answer.body]).toEqual([400, faults(message)]);
    expect(await read(before.id)).toEqual(before);
    expect(await auditOf(service.database, before.id)).toHaveLength(1);
  });

  it('rejects a number that is not finite', async () => {
    const { id } = await anOrganisation(service);
    const answer = await update(id, '{"agreement_signed_version": 1e400}');
    expect([answer.status, answer.body]).toEqual([
      400,
      faults('agreement_signed_version inf is not of type number, null'),
    ]);
  });

  it('names every fault', async () => {
    const { id } = await anOrganisation(service);
    const answer = await update(id, { foo: 1, crown: 'x', name: 1, permissions: ['a', 'b'] });
    expect([answer.status, answer.body]).toEqual([
      400,
      faults(
        'name 1 is not of type string, null',
        'crown x is not of type boolean, null',
        'permissions a is not one of [can_ask_to_join_a_service]',
        'permissions b is not one of [can_ask_to_join_a_service]',
        'foo is not a known field',
      ),
    ]);
  });

  it('changes the organisation only if If-Match names the current state', async () => {
    const { id } = await anOrganisation(service);
    const etag = (await service.notify.get(`/organisation/${id}`)).headers.get('etag') ?? '';
    const first = await update(id, { notes: 'First' }, { 'if-match': etag });
    const second = await update(id, { notes: 'Second' }, { 'if-match': etag });
    expect([first.status, second.status, second.body]).toEqual([
      204,
      412,
      {
        message: `If-Match is ${etag}, which is not the current version. Read the resource again and send its ETag.`,
        result: 'error',
      },
    ]);
    expect(await read(id)).toMatchObject({ notes: 'First' });
    expect((await update(id, { notes: 'Third' }, { 'if-match': '*' })).status).toBe(204);
  });

  it('applies one of two concurrent changes with the same If-Match', async () => {
    const { id } = await anOrganisation(service);
    const etag = (await service.notify.get(`/organisation/${id}`)).headers.get('etag') ?? '';
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((notes) => update(id, { notes }, { 'if-match': etag })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 412, 412]);
  });

  it('refuses a branding for an archived organisation, unless the same update reactivates it', async () => {
    const branding = await aBranding(service.database, 'email');
    const { id } = await anOrganisation(service, { active: false });
    const answer = await update(id, { email_branding_id: branding });
    expect([answer.status, answer.body]).toEqual([
      400,
      { message: 'Cannot add branding to an archived organisation', result: 'error' },
    ]);
    expect((await update(id, { letter_branding_id: null, notes: 'Taken' })).status).toBe(204);
    expect((await update(id, { active: true, email_branding_id: branding })).status).toBe(204);
    expect(await read(id)).toMatchObject({ active: true, email_branding_id: branding, notes: 'Taken' });
  });

  it('records one audit entry with author and changes for each update', async () => {
    const { id } = await anOrganisation(service);
    await update(
      id,
      { notes: null, domains: [' Audit.example.GOV.uk '], crown: true },
      { 'x-notify-user-id': 'person-2' },
    );
    const [, entry] = await auditOf(service.database, id);
    expect(entry).toEqual({
      client_id: 'development',
      entity: 'organisation',
      interaction_id: expect.any(String) as string,
      user_id: 'person-2',
      operation: 'update',
      changes: { notes: null, domains: ['audit.example.gov.uk'], crown: true },
    });
  });
});

describe('the domains of POST /organisation/{id}', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const update = (id: string, body: unknown) => service.notify.post(`/organisation/${id}`, body);
  const domainsOf = async (id: string): Promise<unknown> => (await readOrganisation(service, id)).domains;
  const taken = { message: 'Domain already exists', result: 'error' };

  it('replace the whole list in order, trimmed and in lower case', async () => {
    const { id } = await anOrganisation(service, { domains: ['old.gov.uk', 'stays.gov.uk'] });
    await update(id, { domains: [' New.GOV.uk\t', 'stays.gov.uk', 'a.new.gov.uk'] });
    expect(await domainsOf(id)).toEqual(['new.gov.uk', 'stays.gov.uk', 'a.new.gov.uk']);
  });

  it.each([
    ['dept.gsi.gov.uk', 'dept.gov.uk', ['dept.gsi.gov.uk', 'dept.gov.uk', 'team.DEPT.gsi.gov.uk']],
    [
      'müller.example',
      'xn--mller-kva.example',
      ['müller.example', 'MÜLLER.example', 'xn--mller-kva.example'],
    ],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example', ['bücher.example', 'team.Bücher.example']],
    ['nhs.net', 'nhs.net', ['nhs.net', 'trust.nhs.net']],
  ])('%s is stored as %s, and found by each of its spellings', async (given, stored, hosts) => {
    const { id } = await anOrganisation(service);
    expect((await update(id, { domains: [given] })).status).toBe(204);
    expect(await domainsOf(id)).toEqual([stored]);
    for (const host of hosts) {
      const found = await service.notify.get(`/organisation/by-domain?domain=${encodeURIComponent(host)}`);
      expect([found.status, found.body]).toMatchObject([200, { id, domains: [stored] }]);
    }
    await update(id, { domains: [] });
  });

  it('are unchanged if null or absent, and removed by an empty list', async () => {
    const { id } = await anOrganisation(service, { domains: ['null.gov.uk'] });
    await update(id, { domains: null });
    await update(id, { notes: 'Other' });
    expect(await domainsOf(id)).toEqual(['null.gov.uk']);
    await update(id, { domains: [] });
    expect(await domainsOf(id)).toEqual([]);
  });

  it.each([
    ['in one list', ['twice.gov.uk', 'other.gov.uk', 'twice.gov.uk']],
    ['in one list by case', ['twice.gov.uk', 'TWICE.gov.uk']],
    ['in one list by blanks', ['twice.gov.uk', ' twice.gov.uk']],
    ['in one list by .gsi', ['twice.gov.uk', 'twice.gsi.gov.uk']],
    ['in one list by its A-label', ['zwölf.example', 'xn--zwlf-6qa.example']],
  ])('are rejected if one is repeated %s, and the whole update is rolled back', async (_, domains) => {
    const before = await anOrganisation(service);
    const answer = await update(before.id, { domains, notes: 'Lost', organisation_type: 'nhs_gp' });
    expect([answer.status, answer.body, await readOrganisation(service, before.id)]).toEqual([
      400,
      taken,
      before,
    ]);
  });

  it('are rejected if one belongs to another organisation, and the whole update is rolled back', async () => {
    const owner = await anOrganisation(service, { domains: ['owned.gov.uk'] });
    const before = await anOrganisation(service, { domains: ['mine.gov.uk'] });
    const answer = await update(before.id, { domains: ['fresh.gov.uk', 'OWNED.gov.uk'], notes: 'Lost' });
    expect([answer.status, answer.body, await readOrganisation(service, before.id)]).toEqual([
      400,
      taken,
      before,
    ]);
    expect(await domainsOf(owner.id)).toEqual(['owned.gov.uk']);
  });

  it.each([
    [['uk'], 'domains uk is not a domain name'],
    [['a..gov.uk'], 'domains a..gov.uk is not a domain name'],
    [['xn--zzzz.gov.uk'], 'domains xn--zzzz.gov.uk is not a domain name'],
    [['10.0.0.1'], 'domains 10.0.0.1 is not a domain name'],
    [['my_gov.uk'], 'domains my_gov.uk is not a domain name'],
    [['someone@gov.uk'], 'domains someone@gov.uk is not a domain name'],
    [[''], 'domains  is not a domain name'],
    [[1], 'domains 1 is not of type string'],
    [[null], 'domains None is not of type string'],
    ['gov.uk', 'domains gov.uk is not of type array, null'],
  ])('%j are rejected, and nothing is changed', async (domains, message) => {
    const before = await anOrganisation(service, { domains: ['form.gov.uk'] });
    const answer = await update(before.id, { domains, notes: 'Lost' });
    expect([answer.status, answer.body, await readOrganisation(service, before.id)]).toEqual([
      400,
      faults(message),
      before,
    ]);
    await update(before.id, { domains: [] });
  });

  it('are exchanged concurrently by two organisations without a deadlock, and each domain has one owner', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [`one-${round}.gov.uk`, `other-${round}.gov.uk`];
      const pair: OrganisationBody[] = [
        await anOrganisation(service, { domains: [one] }),
        await anOrganisation(service, { domains: [other] }),
      ];
      const trade = (index: 0 | 1, domains: string[]) => update(pair[index]?.id ?? '', { domains });
      const both = await Promise.all([trade(0, [other, one]), trade(1, [one, other])]);
      expect(both.map(({ status, body }) => [status, body])).toEqual([
        [400, taken],
        [400, taken],
      ]);
      const freed = await Promise.all([trade(0, []), trade(1, [one, other])]);
      expect(freed[0].status).toBe(204);
      expect([204, 400]).toContain(freed[1].status);
      const owned = [await domainsOf(pair[0]?.id ?? ''), await domainsOf(pair[1]?.id ?? '')];
      expect(owned).toEqual([[], freed[1].status === 204 ? [one, other] : [other]]);
    }
  });
});
