import { Database } from '../../../src/database/database.js';
import { startApp, type TestApp } from '../../support/app.js';
import { passMonotonicSeconds } from '../../support/clock.js';

describe('GET /health/ready', () => {
  let service: TestApp;
  beforeEach(async () => {
    service = await startApp();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  const ready = async (): Promise<[number, unknown]> => {
    const { status, body } = await service.as(null).get('/health/ready');
    return [status, body];
  };
  /** Counts the checks: each reads the list of migrations once. */
  const countChecks = (): (() => number) => {
    const query = jest.spyOn(service.app.get(Database), 'query');
    return () => query.mock.calls.filter(([sql]) => /SELECT name FROM \S+ ORDER BY id/.test(sql)).length;
  };

  it.each([
    ['DROP INDEX directory.organisation_search_text_idx', 'index directory.organisation_search_text_idx'],
    ['ALTER TABLE directory.flag RENAME COLUMN description TO words', 'column directory.flag.description'],
  ])('after %s answers 503 that names %s', async (statement, name) => {
    await service.database.query(statement);
    expect(await ready()).toEqual([503, { status: `the database lacks ${name}` }]);
  });

  it('answers 200 again when a missing column is back', async () => {
    await service.database.query('ALTER TABLE directory.flag RENAME COLUMN description TO words');
    expect((await ready())[0]).toBe(503);
    await service.database.query('ALTER TABLE directory.flag RENAME COLUMN words TO description');
    passMonotonicSeconds(1.001);
    expect(await ready()).toEqual([200, { status: 'ready' }]);
  });

  it('checks the database once for 20 concurrent requests', async () => {
    const checks = countChecks();
    const answers = await Promise.all(Array.from({ length: 20 }, ready));
    expect(answers).toEqual(Array.from({ length: 20 }, () => [200, { status: 'ready' }]));
    expect(checks()).toBe(1);
  });

  it('checks the database again after a second and not before', async () => {
    const checks = countChecks();
    passMonotonicSeconds(0);
    await ready();
    // The clock stands still from here on, apart from these steps.
    passMonotonicSeconds(0.999);
    await ready();
    expect(checks()).toBe(1);
    passMonotonicSeconds(0.001);
    await ready();
    expect(checks()).toBe(2);
  });
});
