import { Database } from '../../src/database/database.js';
import type { Answer } from '../support/answer.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOrganisation, anOrganisationBody } from '../support/builders/organisation.js';
import { admin, software } from '../support/identities.js';
import { otherTransaction, type OtherTransaction, waiting } from '../support/other-transaction.js';
import { until } from '../support/until.js';
import { report } from './support/row.js';

const writers = 16;
const readsOfEachKind = 100;
/** Half of DATABASE_POOL_SIZE. */
const maxWriters = 5;
const lockRow = `SELECT FROM directory.organisation WHERE organisation_id = 'locked' FOR UPDATE`;

describe('a service while sixteen PUTs wait for one locked row', () => {
  let service: TestApp;
  let other: OtherTransaction;
  beforeAll(async () => {
    service = await startApp({ DATABASE_POOL_SIZE: String(2 * maxWriters) });
    for (const organisation_id of ['locked', 'free'])
      await anOrganisation(service.database, { organisation_id });
    other = await otherTransaction(service.database);
  });
  afterAll(async () => {
    await other.commit();
    await service.close();
  });

  /** Returns the median of single reads by id, in milliseconds. */
  const medianRead = async (): Promise<number> => {
    const times: number[] = [];
    for (let read = 0; read < readsOfEachKind; read += 1) {
      const beganMs = performance.now();
      const { status } = await service.as(software).get('/organisations/free');
      times.push(performance.now() - beganMs);
      expect(status).toBe(200);
    }
    return times.sort((one, next) => one - next)[readsOfEachKind / 2] ?? 0;
  };
  const queuedForConnection = async (): Promise<number> => {
    const { text } = await service.as(null).get('/metrics');
    return Number(/^database_pool_connections\{state="waiting"\} (\d+)/m.exec(text)?.[1]);
  };
  const waitingForLock = async (): Promise<number> => {
    const [row] = await service.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  };

  it('answers reads, lets half of the pool wait, and answers each PUT with 503 and no change', async () => {
    const quietMs = await medianRead();
    await other.query(lockRow);
    const answers: Answer[] = [];
    const puts = Array.from({ length: writers }, async () => {
      const body = anOrganisationBody({ City: 'Leeds' });
      answers.push(await service.as(admin).put('/organisations/locked', body));
    });
    await waiting(service.database, maxWriters);
    await until('the other PUTs to wait for a connection', async () =>
      (await queuedForConnection()) === writers - maxWriters ? true : null,
    );
    expect(await waitingForLock()).toBe(maxWriters);
    const besideMs = await medianRead();
    // The row is still locked, and PUTs still wait for it.
    expect(answers.length).toBeLessThan(writers);
    await waiting(service.database);
    await Promise.all(puts);
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('retry-after'), body]).toEqual([
        503,
        '1',
        {
          errors: [
            'Another change of the same data is still under way, so this one was not made. Send it again soon.',
          ],
        },
      ]);
    }
    expect(await service.database.query('SELECT FROM directory.organisation_history')).toEqual([]);
    const inMs = (value: number): string => value.toFixed(1);
    report({
      fault: 'one row locked',
      requests: writers,
      acknowledged: 0,
      lost: 0,
      duplicated: 0,
      longestOutageMs: 0,
      notes: [`reads by id: p50 ${inMs(quietMs)} ms quiet, ${inMs(besideMs)} ms while 16 PUTs wait`],
    });
  });

  it('makes a PUT whose row is unlocked before its second is over', async () => {
    const put = service.as(admin).put('/organisations/locked', anOrganisationBody({ City: 'Leeds' }));
    await waiting(service.database);
    await other.query('ROLLBACK; BEGIN');
    expect([(await put).status, (await put).body]).toMatchObject([200, { City: 'Leeds' }]);
  });

  it('loses the locks of a transaction that hangs between two statements', async () => {
    const hung = service.app.get(Database).transaction(async (transaction) => {
      await transaction.query(lockRow);
      // Waits for the row without a lock timeout, until PostgreSQL has ended the transaction that hangs.
      await other.query(lockRow);
      await transaction.query('SELECT');
    });
    await expect(hung).rejects.toThrow();
    await other.query('ROLLBACK; BEGIN');
    const put = await service.as(admin).put('/organisations/locked', anOrganisationBody({ City: 'York' }));
    expect(put.status).toBe(200);
  });
});
