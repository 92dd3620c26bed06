import { startApp, type TestApp } from '../../support/app.js';
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
import { otherTransaction, type OtherTransaction, waiting } from '../../support/other-transaction.js';

describe('PUT /organisations/{OrganisationId} concurrent with another change', () => {
  let service: TestApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  let serial = 0;
  /** Creates an organisation for one test, administered by Anna. */
  const fresh = async (): Promise<string> => {
    const id = await anOrganisation(service.database, { organisation_id: `raced-${++serial}` });
    await anAdminUser(service.database, id, 'anna@bank.example');
    return id;
  };
  const freshFlag = (id: string, carriers: readonly string[] = [], row = {}): Promise<string> =>
    aFlag(service.database, { flag_id: `flag-${id}`, value: `flag-${id}`, ...row }, carriers);
  const put = (
    id: string,
    overrides: Readonly<Record<string, unknown>>,
    identity: Identity = admin,
    headers = {},
  ): Promise<Answer> =>
    service.as(identity).put(`/organisations/${id}`, anOrganisationBody(overrides), { headers });
  const deactivate = (flagId: string): Promise<Answer> =>
    service
      .as(admin)
      .put(`/references/flags/${flagId}`, aFlagBody({ Value: flagId, Status: 'Inactive', Cascade: true }));
  const held = async (sql: string, ...values: unknown[]): Promise<OtherTransaction> => {
    const other = await otherTransaction(service.database);
    await other.query(sql, values);
    return other;
  };
  const heldOrganisation = (id: string): Promise<OtherTransaction> =>
    held('SELECT FROM directory.organisation WHERE organisation_id = $1 FOR UPDATE', id);
  const countOn = 'UPDATE directory.organisation SET revision = revision + 1 WHERE organisation_id = $1';
  const entriesOf = (id: string): Promise<{ revision: number; operation: string; changes: unknown }[]> =>
    service.database.query(
      `SELECT revision, operation, changes FROM directory.organisation_history WHERE organisation_id = $1 ORDER BY revision`,
      [id],
    );
  const carriersOf = (flagId: string): Promise<unknown[]> =>
    service.database.query('SELECT organisation_id FROM directory.organisation_flag WHERE flag_id = $1', [
      flagId,
    ]);
  const cityChange = (Old: string, New: string) => [{ Field: 'City', Old, New }];

  it('keeps both of two changes based on the same state, the second on top of the first', async () => {
    const id = await fresh();
    const other = await heldOrganisation(id);
    const first = put(id, { City: 'Leeds' });
    await waiting(service.database);
    const second = put(id, { City: 'York' });
    await waiting(service.database, 2);
    await other.commit();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    const entries = await entriesOf(id);
    const [one, two] = entries.map((entry) => (entry.changes as { New: string }[])[0]?.New ?? '');
    expect([one, two].sort()).toEqual(['Leeds', 'York']);
    expect(entries).toEqual([
      { revision: 2, operation: 'Update', changes: cityChange('London', one ?? '') },
      { revision: 3, operation: 'Update', changes: cityChange(one ?? '', two ?? '') },
    ]);
    expect((await service.as(admin).get(`/organisations/${id}`)).body).toMatchObject({ City: two });
  });

  it('applies on top of a change that commits while it waits', async () => {
    const id = await fresh();
    const other = await held(
      `UPDATE directory.organisation SET city = 'York', revision = revision + 1 WHERE organisation_id = $1`,
      id,
    );
    const answer = put(id, { City: 'Leeds' });
    await waiting(service.database);
    await other.commit();
    expect([(await answer).status, await entriesOf(id)]).toEqual([
      200,
      [{ revision: 3, operation: 'Update', changes: cityChange('York', 'Leeds') }],
    ]);
  });

  it('is rejected when If-Match names the version before a change that commits while it waits', async () => {
    const id = await fresh();
    const tag = (await service.as(admin).get(`/organisations/${id}`)).headers.get('etag') ?? '';
    const other = await held(
      `UPDATE directory.organisation SET city = 'York', revision = revision + 1 WHERE organisation_id = $1`,
      id,
    );
    const answer = put(id, { City: 'Leeds' }, admin, { 'if-match': tag });
    await waiting(service.database);
    await other.commit();
    expect([(await answer).status, await entriesOf(id)]).toEqual([412, []]);
  });

  it('is rejected for an administrator who is disabled while it waits', async () => {
    const id = await fresh();
    const other = await held(countOn, id);
    await other.query(
      `UPDATE directory.admin_user SET status = 'Inactive' WHERE organisation_id = $1 AND user_email = 'anna@bank.example'`,
      [id],
    );
    const answer = put(id, { City: 'Leeds' }, user('anna@bank.example'));
    await waiting(service.database);
    await other.commit();
    expect([(await answer).status, await entriesOf(id)]).toEqual([404, []]);
  });

  it('is rejected when it names a flag that becomes Inactive while it waits', async () => {
    const id = await fresh();
    const carrier = await fresh();
    const flagId = await freshFlag(id, [carrier]);
    const other = await heldOrganisation(carrier);
    const ending = deactivate(flagId);
    await waiting(service.database);
    const answer = put(id, { Flags: [flagId] });
    await waiting(service.database, 2);
    await other.commit();
    expect([(await ending).status, (await answer).status, (await answer).body]).toEqual([
      200,
      400,
      { errors: [`Flags names ${flagId}, which is not an Active flag of Type Organisation`] },
    ]);
    expect([await carriersOf(flagId), await entriesOf(id)]).toEqual([[], []]);
  });

  it('locks its flags before its organisation, so that deactivating a flag waits and then removes the flag', async () => {
    const id = await fresh();
    const flagId = await freshFlag(id);
    const other = await heldOrganisation(id);
    const answer = put(id, { Flags: [flagId] });
    await waiting(service.database);
    const ending = deactivate(flagId);
    await waiting(service.database, 2);
    await other.commit();
    expect([(await answer).status, (await ending).status]).toEqual([200, 200]);
    expect(await carriersOf(flagId)).toEqual([]);
    expect((await entriesOf(id)).map((entry) => entry.operation)).toEqual(['Update', 'FlagCascade']);
  });

  it('does not restore a hidden flag that is removed while it waits', async () => {
    const id = await fresh();
    const flagId = await freshFlag(id, [id], { access_level: 5 });
    const other = await held(countOn, id);
    await other.query('DELETE FROM directory.organisation_flag WHERE flag_id = $1', [flagId]);
    const answer = put(id, { City: 'Leeds' }, user('anna@bank.example'));
    await waiting(service.database);
    await other.commit();
    expect([(await answer).status, await carriersOf(flagId)]).toEqual([200, []]);
  });

  it('returns the name of a flag at the time of the change', async () => {
    const id = await fresh();
    const flagId = await freshFlag(id);
    const other = await held(`UPDATE directory.flag SET name = 'Renamed' WHERE flag_id = $1`, flagId);
    const answer = put(id, { Flags: [flagId], RegistrationNumber: id });
    await waiting(service.database);
    await other.commit();
    const { status, text, headers } = await answer;
    const read = await service.as(admin).get(`/organisations/${id}`);
    expect([status, text, headers.get('etag')]).toEqual([200, read.text, read.headers.get('etag')]);
    expect(text).toContain('"Name":"Renamed"');
  });

  it('succeeds with a flag that was locked and not changed', async () => {
    const id = await fresh();
    const flagId = await freshFlag(id);
    const other = await held('SELECT FROM directory.flag WHERE flag_id = $1 FOR UPDATE', flagId);
    const answer = put(id, { Flags: [flagId] });
    await waiting(service.database);
    await other.commit();
    expect([(await answer).status, await carriersOf(flagId)]).toEqual([200, [{ organisation_id: id }]]);
  });

  it('does not wait for a lock when it changes nothing', async () => {
    const id = await fresh();
    const other = await heldOrganisation(id);
    const { status } = await put(id, {});
    await other.commit();
    expect([status, await entriesOf(id)]).toEqual([200, []]);
  });

  it('locks the organisation after three conflicts, and then succeeds', async () => {
    const id = await fresh();
    const flagId = await freshFlag(id);
    // Reading an amendment's snapshot does not touch the history; writing the amendment does.
    const holdHistory = 'LOCK TABLE directory.organisation_history IN SHARE ROW EXCLUSIVE MODE';
    let holder = await held(holdHistory);
    const answer = put(id, { City: 'Leeds', Flags: [flagId] });
    for (let time = 0; time < 3; time++) {
      await waiting(service.database);
      await service.database.query(countOn, [id]);
      const next = await otherTransaction(service.database);
      const taking = next.query(holdHistory);
      await waiting(service.database, 2);
      await holder.commit();
      await taking;
      holder = next;
    }
    await waiting(service.database);
    const free = (table: string, column: string, key: string): Promise<unknown[]> =>
      service.database.query(`SELECT FROM directory.${table} WHERE ${column} = $1 FOR UPDATE SKIP LOCKED`, [
        key,
      ]);
    const untouched = [
      ...(await free('organisation', 'organisation_id', id)),
      ...(await free('flag', 'flag_id', flagId)),
    ];
    await holder.commit();
    expect([untouched, (await answer).status, await carriersOf(flagId)]).toEqual([
      [],
      200,
      [{ organisation_id: id }],
    ]);
    expect(await entriesOf(id)).toMatchObject([{ revision: 5, operation: 'Update' }]);
  });
});
