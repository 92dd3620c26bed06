import { randomUUID } from 'node:crypto';
import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import {
  anOrganisationRow,
  aServiceBody,
  aServiceRow,
  aUserRow,
  brandingRows,
} from '../../support/builders/notify-service.js';
import { whileServiceIsHeld } from '../../support/held-service.js';
import { waiting } from '../../support/other-transaction.js';
import { auditOf } from '../../support/notify-audit.js';
import { setClock } from '../../support/notify-clock.js';

type Data = Record<string, unknown> & { id: string; name: string };

const noResult = { message: 'No result found', result: 'error' };

describe('/service', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => service.close());

  const create = async (overrides: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
    const { body } = await service.notify.post('/service', aServiceBody(overrides));
    return (body as { data: Data }).data;
  };
  const get = async (id: string): Promise<Data> => {
    const { body } = await service.notify.get(`/service/${id}`);
    return (body as { data: Data }).data;
  };
  const update = async (id: string, body: unknown): Promise<Data> => {
    const answer = await service.notify.post(`/service/${id}`, body);
    expect(answer.status).toBe(200);
    return (answer.body as { data: Data }).data;
  };
  const versionsOf = async (id: string): Promise<Record<string, unknown>[]> => {
    const { body } = await service.notify.get(`/service/${id}/history`);
    return (body as { data: { service_history: Record<string, unknown>[] } }).data.service_history;
  };

  describe('GET /service', () => {
    it('returns all services by name, even archived ones, with one query', async () => {
      const [one, other] = [await create({ name: 'Aardvark A' }), await create({ name: 'Aardvark B' })];
      await service.notify.post(`/service/${other.id}/archive`, undefined);
      const queries = jest.spyOn(service.app.get(Database), 'query');
      const answer = await service.notify.get('/service');
      const { data } = answer.body as { data: Data[] };
      expect(queries).toHaveBeenCalledTimes(1);
      expect(data.find(({ id }) => id === one.id)).toEqual(one);
      expect(data.find(({ id }) => id === other.id)).toMatchObject({ active: false });
      const sorted = await service.database.query<{ name: string }>(
        'SELECT name FROM notify.service ORDER BY name',
      );
      expect([answer.status, data.map(({ name }) => name)]).toEqual([200, sorted.map(({ name }) => name)]);
    });
  });

  describe('GET /service/{id}', () => {
    it('returns 404 for an unknown service', async () => {
      const answer = await service.notify.get(`/service/${randomUUID()}`);
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });

    it('has no route for an id that is not a UUID', async () => {
      expect((await service.notify.get('/service/x')).status).toBe(404);
    });

    it('accepts an id in any case', async () => {
      const made = await create();
      expect(await get(made.id.toUpperCase())).toEqual(made);
    });

    it('returns 304 if If-None-Match names the current state', async () => {
      const { id } = await create();
      const { headers } = await service.notify.get(`/service/${id}`);
      const again = await service.notify.get(`/service/${id}`, {
        headers: { 'if-none-match': headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
    });
  });

  describe('POST /service/{id}', () => {
    it('changes the given fields only', async () => {
      const before = await create();
      const after = await update(before.id, { restricted: false, notes: 'A note' });
      expect(after).toEqual({ ...before, restricted: false, notes: 'A note' });
      expect(await get(before.id)).toEqual(after);
    });

    it('accepts every field except those of other routes', async () => {
      const { id } = await create();
      const brandings = await brandingRows(service.database);
      const userId = await aUserRow(service.database);
      const fields = {
        active: true,
        billing_contact_email_addresses: 'a@example.com '.repeat(30),
        billing_contact_names: 'A',
        billing_reference: 'B-1',
        confirmed_email_sender_name: true,
        confirmed_unique: true,
        consent_to_research: true,
        contact_link: 'https://example.com',
        count_as_live: false,
        created_by: userId,
        crown: true,
        email_branding: brandings.email,
        email_message_limit: 1,
        go_live_user: userId,
        has_active_go_live_request: true,
        international_sms_message_limit: 2,
        letter_branding: brandings.letter,
        letter_message_limit: 3,
        name: `Renamed ${id}`,
        notes: 'A note',
        organisation_type: 'nhs_gp',
        permissions: ['sms'],
        prefix_sms: false,
        purchase_order_number: 'PO-1',
        rate_limit: 4,
        restricted: false,
        sms_message_limit: 5,
        volume_email: 6,
        volume_letter: 7,
        volume_sms: 8,
      };
      expect(await update(id, fields)).toMatchObject(fields);
    });

    it('clears nullable fields with null', async () => {
      const brandings = await brandingRows(service.database);
      const filled = {
        crown: true,
        custom_email_sender_name: 'X',
        email_branding: brandings.email,
        go_live_at: '2026-01-01T00:00:00Z',
        letter_branding: brandings.letter,
        notes: 'A note',
        organisation_type: 'local',
        volume_sms: 1,
      };
      const { id } = await create(filled);
      const cleared = Object.fromEntries(Object.keys(filled).map((field) => [field, null]));
      expect(await update(id, cleared)).toMatchObject(cleared);
    });

    it.each([
      ['2026-11-22 01:02:03.456789', '2026-11-22T01:02:03.456789Z'],
      ['2026-11-22T01:02:03Z', '2026-11-22T01:02:03.000000Z'],
      ['2026-06-22T01:02:03+01:00', '2026-06-22T00:02:03.000000Z'],
    ])('reads the time %p, in UTC unless it has an offset', async (sent, stored) => {
      const { id } = await create();
      expect(await update(id, { go_live_at: sent })).toMatchObject({ go_live_at: stored });
    });

    it("updates the normalised name and the sender's local part with the name", async () => {
      const { id } = await create({ name: `First ${randomUUID()}` });
      const name = `Sécond Náme ${id}`;
      const localPart = `second.name.${id.replaceAll('-', '')}`;
      expect(await update(id, { name })).toMatchObject({ name, email_sender_local_part: localPart });
      const [row] = await service.database.query<{ normalised_name: string }>(
        'SELECT normalised_name FROM notify.service WHERE id = $1',
        [id],
      );
      expect(row?.normalised_name).toBe(localPart);
    });

    it('uses a custom sender name instead of the name until it is removed', async () => {
      const { id } = await create();
      expect(await update(id, { custom_email_sender_name: 'Our Team' })).toMatchObject({
        email_sender_local_part: 'our.team',
      });
      expect(await update(id, { name: `New ${id}` })).toMatchObject({ email_sender_local_part: 'our.team' });
      expect(await update(id, { custom_email_sender_name: null })).toMatchObject({
        email_sender_local_part: `new.${id.replaceAll('-', '')}`,
      });
    });

    it('rejects the name of another service, also after normalisation', async () => {
      const [taken, other] = [await create({ name: 'Täken Name' }), await create()];
      for (const name of [taken.name, 'taken  NAME']) {
        const answer = await service.notify.post(`/service/${other.id}`, { name, notes: 'lost' });
        expect([answer.status, answer.body]).toEqual([
          400,
          { message: { name: [`Duplicate service name '${name}'`] }, result: 'error' },
        ]);
      }
      expect(await get(other.id)).toEqual(other);
    });

    it('accepts its own name in another spelling', async () => {
      const { id } = await create({ name: 'My Own Name' });
      expect(await update(id, { name: 'MY OWN NAME' })).toMatchObject({ name: 'MY OWN NAME' });
    });

    it('records one audit entry with the request body', async () => {
      const { id } = await create();
      const answer = await service.notify.post(
        `/service/${id}`,
        { restricted: false, notes: null, volume_sms: 1 },
        { headers: { 'x-notify-user-id': 'somebody' } },
      );
      expect((await auditOf(service.database, id)).slice(1)).toEqual([
        {
          client_id: expect.any(String) as string,
          user_id: 'somebody',
          interaction_id: answer.headers.get('x-fapi-interaction-id'),
          entity: 'service',
          operation: 'update',
          changes: { restricted: false, notes: null, volume_sms: 1 },
        },
      ]);
    });

    it('creates no version and no audit entry if nothing changes', async () => {
      const made = await create();
      expect(await update(made.id, {})).toEqual(made);
      expect(await update(made.id, { restricted: true, name: made.name })).toEqual(made);
      expect(await versionsOf(made.id)).toHaveLength(1);
      expect(await auditOf(service.database, made.id)).toHaveLength(1);
    });

    it('sends no e-mail if a service goes live', async () => {
      const { id } = await create();
      await update(id, { restricted: false });
      expect(await service.database.query('SELECT FROM notify.email')).toEqual([]);
    });

    it.each([
      [{ organisation: randomUUID() }, { organisation: ['is not a known field'] }],
      [{ id: randomUUID() }, { id: ['is not a known field'] }],
      [{ email_sender_local_part: 'x' }, { email_sender_local_part: ['is not a known field'] }],
      [{ name: null }, { name: ['Field may not be null.'] }],
      [{ restricted: null }, { restricted: ['Field may not be null.'] }],
      [{ active: 'no' }, { active: ['Not a valid boolean.'] }],
      [{ volume_sms: 2_147_483_648 }, { volume_sms: ['Must be from 0 to 2147483647.'] }],
      [{ volume_sms: -1 }, { volume_sms: ['Must be from 0 to 2147483647.'] }],
      [{ go_live_at: '2026-02-30T00:00:00Z' }, { go_live_at: ['Not a valid datetime.'] }],
      [{ go_live_at: 'yesterday' }, { go_live_at: ['Not a valid datetime.'] }],
      [{ go_live_user: randomUUID() }, { go_live_user: ['No result found'] }],
      [{ email_branding: 'x' }, { email_branding: ['Not a valid UUID.'] }],
      [{ email_branding: randomUUID() }, { email_branding: ['No result found'] }],
      [{ letter_branding: randomUUID() }, { letter_branding: ['No result found'] }],
      [{ created_by: randomUUID() }, { created_by: ['No result found'] }],
      [{ permissions: 'email' }, { permissions: ['Not a valid list.'] }],
      [{ permissions: ['email', 1] }, { permissions: ['Invalid service permission.'] }],
      [{ permissions: ['e-mail'] }, { permissions: ['Invalid service permission.'] }],
      [{ permissions: ['email', 'email'] }, { permissions: ['Duplicate service permission.'] }],
      [{ contact_link: 'x'.repeat(256) }, { contact_link: ['Longer than maximum length 255.'] }],
      [{ notes: 'a\u0000b' }, { notes: ['Not a valid string.'] }],
      [
        { zeta: 1, name: 1, active: null },
        {
          active: ['Field may not be null.'],
          name: ['Not a valid string.'],
          zeta: ['is not a known field'],
        },
      ],
    ])('rejects %j and changes nothing', async (fault, message) => {
      const made = await create();
      const answer = await service.notify.post(`/service/${made.id}`, {
        purchase_order_number: 'x',
        ...fault,
      });
      expect([answer.status, answer.body]).toEqual([400, { message, result: 'error' }]);
      expect(await get(made.id)).toEqual(made);
    });

    it('validates the body before it looks up the service', async () => {
      const path = `/service/${randomUUID()}`;
      expect((await service.notify.post(path, { name: 1 })).status).toBe(400);
      const answer = await service.notify.post(path, { name: 'x' });
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });

    it('refuses a change if If-Match does not name the current state', async () => {
      const { id } = await create();
      const { headers } = await service.notify.get(`/service/${id}`);
      const ifMatch = { headers: { 'if-match': headers.get('etag') ?? '' } };
      expect((await service.notify.post(`/service/${id}`, { notes: 'one' }, ifMatch)).status).toBe(200);
      expect((await service.notify.post(`/service/${id}`, { notes: 'two' }, ifMatch)).status).toBe(412);
      expect(await get(id)).toMatchObject({ notes: 'one' });
    });

    it('applies one of many concurrent changes with the same If-Match', async () => {
      const { id } = await create();
      const { headers } = await service.notify.get(`/service/${id}`);
      const ifMatch = { headers: { 'if-match': headers.get('etag') ?? '' } };
      const changes = [1, 2, 3, 4].map(
        (count) => () => service.notify.post(`/service/${id}`, { volume_sms: count }, ifMatch),
      );
      const answers = await whileServiceIsHeld(service.database, id, changes);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    });

    it('applies concurrent changes of different fields without losing any', async () => {
      const { id } = await create();
      const changes = [{ volume_sms: 1 }, { volume_email: 2 }, { volume_letter: 3 }, { notes: 'four' }];
      await Promise.all(changes.map((change) => update(id, change)));
      expect(await get(id)).toMatchObject(Object.assign({}, ...changes) as object);
      expect((await versionsOf(id)).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    });

    describe('reactivation of a service', () => {
      it('succeeds without an organisation or with an active one', async () => {
        const organisationId = await anOrganisationRow(service.database);
        for (const organisation_id of [null, organisationId]) {
          const id = await aServiceRow(service.database, { organisation_id, active: false });
          expect(await update(id, { active: true })).toMatchObject({ active: true });
        }
      });

      it('is refused if its organisation is archived', async () => {
        const organisationId = await anOrganisationRow(service.database, { active: false });
        const id = await aServiceRow(service.database, { organisation_id: organisationId, active: false });
        const answer = await service.notify.post(`/service/${id}`, { active: true });
        expect([answer.status, answer.body]).toEqual([
          400,
          { message: 'Cannot reactivate services of an archived organisation', result: 'error' },
        ]);
        expect(await get(id)).toMatchObject({ active: false });
      });

      it('waits for a concurrent archive of its organisation', async () => {
        const organisationId = await anOrganisationRow(service.database);
        const id = await aServiceRow(service.database, { organisation_id: organisationId, active: false });
        let answer: ReturnType<typeof service.notify.post> | undefined;
        await service.app.get(Database).transaction(async (transaction) => {
          await transaction.query('UPDATE notify.organisation SET active = false WHERE id = $1', [
            organisationId,
          ]);
          answer = service.notify.post(`/service/${id}`, { active: true });
          await waiting(service.database);
        });
        expect((await answer)?.status).toBe(400);
      });

      it('checks the organisation to which the service has moved concurrently', async () => {
        const [from, to] = [
          await anOrganisationRow(service.database),
          await anOrganisationRow(service.database, { active: false }),
        ];
        const id = await aServiceRow(service.database, { organisation_id: from, active: false });
        let answer: ReturnType<typeof service.notify.post> | undefined;
        await service.app.get(Database).transaction(async (transaction) => {
          await transaction.query('SELECT FROM notify.organisation WHERE id = $1 FOR UPDATE', [from]);
          await transaction.query('UPDATE notify.service SET organisation_id = $2 WHERE id = $1', [id, to]);
          answer = service.notify.post(`/service/${id}`, { active: true });
          await waiting(service.database);
        });
        expect((await answer)?.status).toBe(400);
      });
    });
  });

  describe('POST /service/{id}/archive', () => {
    const archive = (id: string): ReturnType<typeof service.notify.send> =>
      service.notify.send('POST', `/service/${id}/archive`, {
        headers: { 'content-type': 'application/json' },
      });

    it('deactivates and renames the service and answers 204', async () => {
      setClock(service, '2026-11-22T01:02:03.999Z');
      const made = await create();
      const answer = await archive(made.id);
      expect([answer.status, answer.text]).toEqual([204, '']);
      const name = `_archived_2026-11-22-01:02:03_${made.name}`;
      expect(await get(made.id)).toEqual({ ...made, active: false, name });
      expect((await auditOf(service.database, made.id)).slice(1)).toMatchObject([
        { operation: 'archive', changes: { active: false, name } },
      ]);
    });

    it('frees the name for another service', async () => {
      const { id, name } = await create();
      await archive(id);
      expect(await create({ name })).toMatchObject({ name });
    });

    it('answers 204 for an archived service and changes nothing', async () => {
      const { id } = await create();
      await archive(id);
      const archived = await get(id);
      expect((await archive(id)).status).toBe(204);
      expect(await get(id)).toEqual(archived);
      expect(await versionsOf(id)).toHaveLength(2);
      expect(await auditOf(service.database, id)).toHaveLength(2);
    });

    it('archives once for concurrent requests', async () => {
      const { id } = await create();
      const archives = [1, 2, 3, 4].map(() => () => archive(id));
      const answers = await whileServiceIsHeld(service.database, id, archives);
      expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
      expect(await versionsOf(id)).toHaveLength(2);
    });

    it('gives two services of one name archived in the same second different names', async () => {
      setClock(service, '2026-11-22T04:05:06Z');
      const first = await create({ name: 'Twice' });
      await archive(first.id);
      const second = await create({ name: 'Twice' });
      expect((await archive(second.id)).status).toBe(204);
      expect([(await get(first.id)).name, (await get(second.id)).name]).toEqual([
        '_archived_2026-11-22-04:05:06_Twice',
        '_archived_2026-11-22-04:05:07_Twice',
      ]);
    });

    it('archives a service whose name has 255 characters', async () => {
      const name = `${randomUUID()} ${'é'.repeat(218)}`;
      const { id } = await create({ name });
      expect((await archive(id)).status).toBe(204);
      expect((await get(id)).name.endsWith(name)).toBe(true);
    });

    it('keeps the service in its organisation', async () => {
      const organisationId = await anOrganisationRow(service.database);
      const id = await aServiceRow(service.database, { organisation_id: organisationId });
      await archive(id);
      expect(await get(id)).toMatchObject({ organisation: organisationId });
    });

    it('returns 404 for an unknown service', async () => {
      const answer = await archive(randomUUID());
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });
  });

  describe('GET /service/{id}/organisation', () => {
    it('returns the complete organisation', async () => {
      const organisationId = await anOrganisationRow(service.database);
      const id = await aServiceRow(service.database, { organisation_id: organisationId });
      const answer = await service.notify.get(`/service/${id}/organisation`);
      const whole = await service.notify.get(`/organisation/${organisationId}`);
      expect([answer.status, answer.body]).toEqual([200, whole.body]);
    });

    it('returns an object without keys for a service without an organisation', async () => {
      const { id } = await create();
      const answer = await service.notify.get(`/service/${id}/organisation`);
      expect([answer.status, answer.body]).toEqual([200, {}]);
    });

    it('returns 404 for an unknown service', async () => {
      const answer = await service.notify.get(`/service/${randomUUID()}/organisation`);
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });
  });

  describe('GET /service/{id}/history', () => {
    it('returns every complete version, oldest first', async () => {
      const first = await create({ go_live_at: '2026-01-02 03:04:05.678901' });
      const second = await update(first.id, { notes: 'A note', email_message_limit: 9_007_199_254_740_991 });
      const third = await update(first.id, { permissions: ['sms'] });
      const answer = await service.notify.get(`/service/${first.id}/history`);
      const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string;
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          data: {
            api_key_history: [],
            events: [],
            service_history: [
              { ...first, created_at: time, updated_at: null, version: 1 },
              { ...second, created_at: time, updated_at: time, version: 2 },
              { ...third, created_at: time, updated_at: time, version: 3 },
            ],
            template_history: [],
          },
        },
      ]);
    });

    it('includes the name before the archive', async () => {
      const { id, name } = await create();
      await service.notify.post(`/service/${id}/archive`, undefined);
      expect(await versionsOf(id)).toMatchObject([
        { name, active: true },
        { name: (await get(id)).name, active: false },
      ]);
    });

    it('returns 404 for an unknown service', async () => {
      const answer = await service.notify.get(`/service/${randomUUID()}/history`);
      expect([answer.status, answer.body]).toEqual([404, noResult]);
    });
  });
});
