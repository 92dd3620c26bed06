import type { Answer } from '../../support/answer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { aFlag, anOrganisation, anOrganisationBody } from '../../support/builders/organisation.js';
import { admin } from '../../support/identities.js';
import { otherTransaction, waiting } from '../../support/other-transaction.js';
import { until } from '../../support/until.js';

/** Longer than any test, so that PostgreSQL ends the service's transaction. */
const patient = `SET LOCAL deadlock_timeout = '60s'`;

describe('a change that PostgreSQL rolls back in favour of another transaction', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp();
    await anOrganisation(service.database);
    await aFlag(service.database);
  });
  afterEach(() => service.close());

  const historyOf = (organisationId: string): Promise<unknown[]> =>
    service.database.query(
      'SELECT operation FROM directory.organisation_history WHERE organisation_id = $1 ORDER BY revision',
      [organisationId],
    );
  const untilDeadlockIsCounted = (): Promise<true> =>
    until('the deadlock to be counted', async () => {
      const [row] = await service.database.query<{ deadlocks: number }>(
        'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
      );
      return (row?.deadlocks ?? 0) > 0 ? true : null;
    });
  /**
   * Takes a lock, sends the change, waits until the service holds the flag and waits for the lock, and then locks the flag.
   * Returns the answer to the change.
   */
  const inTheOtherOrder = async (lock: string, send: () => Promise<Answer>): Promise<Answer> => {
    const other = await otherTransaction(service.database);
    await other.query(patient);
    await other.query(lock);
    const answer = send();
    await waiting(service.database);
    await other.query(`SELECT FROM directory.flag FOR UPDATE`);
    await other.commit();
    return answer;
  };

  it('because of a deadlock is retried and succeeds', async () => {
    const answer = await inTheOtherOrder(`SELECT FROM directory.organisation FOR UPDATE`, () =>
      service.as(admin).put('/organisations/org-1', anOrganisationBody({ City: 'Leeds', Flags: ['flag-1'] })),
    );
    expect([answer.status, answer.body]).toMatchObject([200, { City: 'Leeds', Flags: [{ Id: 'flag-1' }] }]);
    expect(await historyOf('org-1')).toEqual([{ operation: 'Update' }]);
    await untilDeadlockIsCounted();
  });

  it('in a transaction of several statements is retried as a whole', async () => {
    const answer = await inTheOtherOrder(
      `INSERT INTO directory.organisation SELECT (jsonb_populate_record(o, '{"organisation_id": "org-2"}')).*
       FROM directory.organisation o`,
      () =>
        service
          .as(admin)
          .post('/organisations', anOrganisationBody({ OrganisationId: 'org-3', Flags: ['flag-1'] })),
    );
    expect(answer.status).toBe(201);
    expect(await historyOf('org-3')).toEqual([{ operation: 'Create' }]);
    await untilDeadlockIsCounted();
  });

  it('repeatedly is answered 503 after five attempts, and nothing of it is stored', async () => {
    await service.database.query(`CREATE SEQUENCE public.attempts`);
    await service.database.query(`GRANT USAGE ON SEQUENCE public.attempts TO PUBLIC`);
    await service.database.query(`
      CREATE FUNCTION public.undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM nextval('public.attempts');
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure';
      END $$`);
    await service.database.query(
      `CREATE TRIGGER undo BEFORE UPDATE ON directory.organisation FOR EACH ROW EXECUTE FUNCTION public.undo()`,
    );
    const answer = await service.as(admin).put('/organisations/org-1', anOrganisationBody({ City: 'Leeds' }));
    expect([answer.status, answer.body]).toEqual([
      503,
      { errors: ['The directory has too much to do at the moment; try again soon.'] },
    ]);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await service.database.query('SELECT last_value::int FROM public.attempts')).toEqual([
      { last_value: 5 },
    ]);
    expect(await historyOf('org-1')).toEqual([]);
  });
});
