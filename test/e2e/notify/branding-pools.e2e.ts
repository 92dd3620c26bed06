import { startApp, type TestApp } from '../../support/app.js';
import { aLetterBranding, anEmailBranding } from '../../support/builders/notify-branding.js';
import { aServiceRow, aUserRow, anOrganisationRow } from '../../support/builders/notify-rows.js';
import { auditOf } from '../../support/notify-audit.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';

const unknownId = '00000000-0000-4000-8000-00000000dead';
const noResult = { message: 'No result found', result: 'error' };

describe.each([
  { channel: 'email', title: 'Email', aBranding: anEmailBranding },
  { channel: 'letter', title: 'Letter', aBranding: aLetterBranding },
])('/organisation/{id}/$channel-branding-pool', ({ channel, title, aBranding }) => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const pathOf = (organisation: string): string => `/organisation/${organisation}/${channel}-branding-pool`;
  const add = (organisation: string, branding_ids: unknown) =>
    service.notify.post(pathOf(organisation), { branding_ids });
  const remove = (organisation: string, branding: string) =>
    service.notify.delete(`${pathOf(organisation)}/${branding}`);
  const idsOf = async (organisation: string): Promise<string[]> => {
    const answer = await service.notify.get(pathOf(organisation));
    return (answer.body as { data: { id: string }[] }).data.map(({ id }) => id).sort();
  };
  const organisation = (row: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    anOrganisationRow(service.database, row);
  /** Creates an organisation that has this branding as its default and in its pool. */
  const withDefault = async (branding: string, name = `Default ${branding}`): Promise<string> => {
    const id = await organisation({ [`${channel}_branding_id`]: branding, name });
    await add(id, [branding]);
    return id;
  };

  describe('GET', () => {
    it('answers an empty list for a new organisation', async () => {
      const answer = await service.notify.get(pathOf(await organisation()));
      expect([answer.status, answer.body]).toEqual([200, { data: [] }]);
    });

    it('omits the brandings of other organisations', async () => {
      const [one, other] = [await organisation(), await organisation()];
      const branding = await aBranding(service);
      await add(one, [branding]);
      expect([await idsOf(one), await idsOf(other)]).toEqual([[branding], []]);
    });

    it('answers for an archived organisation', async () => {
      const id = await organisation();
      const branding = await aBranding(service);
      await add(id, [branding]);
      await service.database.query('UPDATE notify.organisation SET active = false WHERE id = $1', [id]);
      expect(await idsOf(id)).toEqual([branding]);
    });
  });

  describe('POST', () => {
    it('answers 204 and adds the brandings without removing any', async () => {
      const id = await organisation();
      const [first, second, third] = [
        await aBranding(service),
        await aBranding(service),
        await aBranding(service),
      ];
      const answer = await add(id, [first, second]);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect((await add(id, [third])).status).toBe(204);
      expect(await idsOf(id)).toEqual([first, second, third].sort());
    });

    it('accepts known ids, an empty list and a new id repeated in any case', async () => {
      const id = await organisation();
      const [held, fresh] = [await aBranding(service), await aBranding(service)];
      await add(id, [held]);
      for (const ids of [[held], [], [fresh, fresh.toUpperCase(), held, fresh]])
        expect((await add(id, ids)).status).toBe(204);
      expect(await idsOf(id)).toEqual([held, fresh].sort());
    });

    it('answers 404 for an unknown branding and adds nothing', async () => {
      const id = await organisation();
      const answer = await add(id, [await aBranding(service), unknownId]);
      expect([answer.status, answer.body, await idsOf(id)]).toEqual([404, noResult, []]);
    });

    it('refuses an archived organisation', async () => {
      const id = await organisation({ active: false });
      for (const ids of [[await aBranding(service)], []]) {
        const answer = await add(id, ids);
        expect([answer.status, answer.body, await idsOf(id)]).toEqual([
          400,
          { message: 'Cannot add branding to an archived organisation', result: 'error' },
          [],
        ]);
      }
    });

    it.each([
      [{}, 'branding_ids is a required property'],
      [{ branding_ids: null }, 'branding_ids None is not of type array'],
      [{ branding_ids: unknownId }, `branding_ids ${unknownId} is not of type array`],
      [{ branding_ids: ['x', 5, unknownId] }, 'branding_ids is not a valid UUID'],
      [[], '[] is not of type object'],
      [null, 'None is not of type object'],
    ])('rejects the body %j before it looks up the organisation', async (body, message) => {
      for (const id of [await organisation(), unknownId]) {
        const answer = await service.notify.post(pathOf(id), JSON.stringify(body), {
          headers: { 'content-type': 'application/json' },
        });
        expect([answer.status, answer.body]).toEqual([
          400,
          { errors: [{ error: 'ValidationError', message }], status_code: 400 },
        ]);
      }
    });

    it('adds the brandings of all concurrent requests', async () => {
      const id = await organisation();
      const brandings = await Promise.all(Array.from({ length: 6 }, () => aBranding(service)));
      const answers = await Promise.all([...brandings, ...brandings].map((branding) => add(id, [branding])));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 204));
      expect(await idsOf(id)).toEqual([...brandings].sort());
    });

    it('completes concurrent requests that add the same brandings in different orders', async () => {
      const brandings = await Promise.all(Array.from({ length: 4 }, () => aBranding(service)));
      for (let round = 0; round < 4; round++) {
        const ids = [await organisation(), await organisation()];
        const answers = await Promise.all(
          ids.flatMap((id) => [add(id, brandings), add(id, [...brandings].reverse())]),
        );
        expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
      }
    });
  });

  describe('DELETE', () => {
    it('answers 204 and removes the branding from this pool only', async () => {
      const [one, other] = [await organisation(), await organisation()];
      const [goes, stays] = [await aBranding(service), await aBranding(service)];
      for (const id of [one, other]) await add(id, [goes, stays]);
      const answer = await remove(one, goes.toUpperCase());
      expect([answer.status, answer.text, await idsOf(one), await idsOf(other)]).toEqual([
        204,
        '',
        [stays],
        [goes, stays].sort(),
      ]);
    });

    it('keeps the branding of services that use it', async () => {
      const id = await organisation();
      const branding = await aBranding(service);
      await add(id, [branding]);
      const column = `${channel}_branding_id`;
      const serviceId = await aServiceRow(service.database, { [column]: branding, organisation_id: id });
      await remove(id, branding);
      const rows = await service.database.query(
        `SELECT ${column} AS held FROM notify.service WHERE id = $1`,
        [serviceId],
      );
      expect(rows).toEqual([{ held: branding }]);
    });

    it('answers 404 for an unknown organisation or a branding outside the pool, naming the organisation', async () => {
      const name = `HM Revenue & ${title}s`;
      const id = await organisation({ name });
      for (const branding of [await aBranding(service), unknownId]) {
        const answer = await remove(id, branding);
        expect([answer.status, answer.body]).toEqual([
          404,
          { message: `${title} branding ${branding} not in ${name}'s pool`, result: 'error' },
        ]);
      }
    });

    it('answers 400 for the default branding, which stays in the pool', async () => {
      const branding = await aBranding(service);
      const id = await withDefault(branding);
      const answer = await remove(id, branding);
      expect([answer.status, answer.body, await idsOf(id)]).toEqual([
        400,
        { message: `You cannot remove an organisation's default ${channel} branding`, result: 'error' },
        [branding],
      ]);
    });

    it('checks that the branding is in the pool before it checks the default', async () => {
      const branding = await aBranding(service);
      const id = await organisation({ [`${channel}_branding_id`]: branding, name: `Poolless ${title}` });
      const answer = await remove(id, branding);
      expect([answer.status, answer.body]).toEqual([
        404,
        { message: `${title} branding ${branding} not in Poolless ${title}'s pool`, result: 'error' },
      ]);
    });

    it('removes a branding from the pool of an archived organisation', async () => {
      const id = await organisation();
      const branding = await aBranding(service);
      await add(id, [branding]);
      await service.database.query('UPDATE notify.organisation SET active = false WHERE id = $1', [id]);
      expect([(await remove(id, branding)).status, await idsOf(id)]).toEqual([204, []]);
    });

    it('succeeds for one of two concurrent requests', async () => {
      const id = await organisation();
      const branding = await aBranding(service);
      await add(id, [branding]);
      const answers = await Promise.all([remove(id, branding), remove(id, branding)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    });

    it('waits for an update that makes the branding the default, and is then refused', async () => {
      const id = await organisation();
      const branding = await aBranding(service);
      await add(id, [branding]);
      const update = await otherTransaction(service.database);
      await update.query('SELECT FROM notify.organisation WHERE id = $1 FOR UPDATE', [id]);
      const removing = remove(id, branding);
      await waiting(service.database);
      await update.query(`UPDATE notify.organisation SET ${channel}_branding_id = $2 WHERE id = $1`, [
        id,
        branding,
      ]);
      await update.commit();
      const answer = await removing;
      expect([answer.status, await idsOf(id)]).toEqual([400, [branding]]);
    });
  });

  it('never removes a concurrently set default from the pool', async () => {
    const branding = await aBranding(service);
    for (let round = 0; round < 6; round++) {
      const id = await organisation();
      await add(id, [branding]);
      const update = service.notify.post(`/organisation/${id}`, { [`${channel}_branding_id`]: branding });
      const [updated, removed] = await Promise.all([update, remove(id, branding)]);
      expect([updated.status, await idsOf(id)]).toEqual([204, [branding]]);
      expect([204, 400]).toContain(removed.status);
    }
  });

  it.each(['GET', 'POST', 'DELETE'])('%s returns 404 for an unknown organisation', async (method) => {
    const branding = await aBranding(service);
    const path = method === 'DELETE' ? `${pathOf(unknownId)}/${branding}` : pathOf(unknownId);
    const options = method === 'POST' ? { body: { branding_ids: [branding] } } : {};
    const answer = await service.notify.send(method, path, options);
    expect([answer.status, answer.body]).toEqual([404, noResult]);
  });

  it('records added and removed brandings in the audit, and no request without effect', async () => {
    const id = await organisation();
    const [held, fresh] = [await aBranding(service), await aBranding(service)];
    await add(id, [held]);
    for (const ids of [[held], [], [unknownId], [held, fresh]]) await add(id, ids);
    await remove(id, held);
    await remove(id, held);
    const by = {
      client_id: 'development',
      entity: 'organisation',
      interaction_id: expect.any(String) as string,
      user_id: null,
    };
    const added = `add-to-${channel}-branding-pool`;
    expect(await auditOf(service.database, id)).toEqual([
      { ...by, changes: { branding_ids: [held] }, operation: added },
      { ...by, changes: { branding_ids: [fresh] }, operation: added },
      { ...by, changes: { branding_id: held }, operation: `remove-from-${channel}-branding-pool` },
    ]);
  });
});

describe('the items of a pool', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  const names = ['b', 'a', 'B', 'é', 'C', 'f', '1'];
  const namesIn = (body: unknown): unknown[] =>
    (body as { data: { name: string }[] }).data.map(({ name }) => name);

  it('are complete e-mail brandings, sorted by name in alphabetical collation', async () => {
    const organisation = await anOrganisationRow(service.database);
    const created_by = await aUserRow(service.database);
    const branding_ids: string[] = [];
    for (const name of names)
      branding_ids.push(
        await anEmailBranding(service, { colour: '#005ea5', created_by, logo: 'a.png', name }),
      );
    const path = `/organisation/${organisation}/email-branding-pool`;
    await service.notify.post(path, { branding_ids });
    const answer = await service.notify.get(path);
    expect(namesIn(answer.body)).toEqual(['1', 'a', 'b', 'B', 'C', 'é', 'f']);
    const one = await service.notify.get(`/email-branding/${String(branding_ids[1])}`);
    expect((answer.body as { data: unknown[] }).data[1]).toEqual(
      (one.body as { email_branding: unknown }).email_branding,
    );
  });

  it('are complete letter brandings, sorted by name in code point order', async () => {
    const organisation = await anOrganisationRow(service.database);
    const branding_ids: string[] = [];
    for (const name of names) branding_ids.push(await aLetterBranding(service, { name }));
    const path = `/organisation/${organisation}/letter-branding-pool`;
    await service.notify.post(path, { branding_ids });
    const answer = await service.notify.get(path);
    expect(namesIn(answer.body)).toEqual(['1', 'B', 'C', 'a', 'b', 'f', 'é']);
    const one = await service.notify.get(`/letter-branding/${String(branding_ids[1])}`);
    expect((answer.body as { data: unknown[] }).data[3]).toEqual(one.body);
  });
});
