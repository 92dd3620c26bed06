import { Overloaded, TooManyRequests } from '../errors/problem.js';
import { ProofRefused } from './dpop/proof.js';
import { FailureBudget } from './failure-budget.js';
import { TokenRefused } from './token-claims.js';

describe('FailureBudget', () => {
  let budget: FailureBudget;
  let checks: number;
  beforeEach(() => {
    jest.useFakeTimers();
    // The fake monotonic clock begins at 0, which the cache reads as no time.
    jest.advanceTimersByTime(1);
    budget = new FailureBudget(3);
    checks = 0;
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const run = async (error: Error | null = new TokenRefused('no'), key = 'a'): Promise<string> => {
    try {
      await budget.run(key, () => {
        checks += 1;
        return error === null ? Promise.resolve() : Promise.reject(error);
      });
      return 'good';
    } catch (caught) {
      if (caught instanceof TooManyRequests) return `wait ${caught.headers['retry-after'] ?? ''}`;
      return 'failed';
    }
  };
  const runAll = async (number: number, error?: Error | null): Promise<void> => {
    for (let at = 0; at < number; at++) await run(error);
  };

  it('runs the third of three failures, and not the fourth check until the minute has ended', async () => {
    await runAll(2);
    jest.advanceTimersByTime(20_000);
    expect(await run()).toBe('failed');
    expect([await run(), await run(null), checks]).toEqual(['wait 40', 'wait 40', 3]);
    jest.advanceTimersByTime(39_999);
    expect(await run(null)).toBe('wait 1');
    jest.advanceTimersByTime(2);
    expect(await run(null)).toBe('good');
  });

  it('does not limit checks that succeed', async () => {
    await runAll(10, null);
    await runAll(2);
    await runAll(10, null);
    expect([await run(), await run()]).toEqual(['failed', 'wait 60']);
  });

  it('counts each key for itself', async () => {
    await runAll(3);
    expect([await run(null), await run(null, 'b')]).toEqual(['wait 60', 'good']);
  });

  it('counts a refused proof', async () => {
    await runAll(3, new ProofRefused('no'));
    expect(await run()).toBe('wait 60');
  });

  it.each([
    ['a failure on our side', new Overloaded(1)],
    ['an unknown error', new Error('x')],
    ['a missing nonce', new ProofRefused('no', 'use_dpop_nonce')],
  ])('does not count %s', async (_, error) => {
    await runAll(4, error);
    expect([await run(null), checks]).toEqual(['good', 5]);
  });

  it('runs at most three checks at the same time, each of which may fail', async () => {
    const ends: (() => void)[] = [];
    const start = (): Promise<void> =>
      budget.run('a', () => new Promise<void>((resolve) => ends.push(resolve)));
    const open = [start(), start(), start()];
    expect(await run(null)).toBe('wait 1');
    ends[0]?.();
    await open[0];
    expect(await run(null)).toBe('good');
    for (const end of ends) end();
    await Promise.all(open);
  });

  it('remembers 20,000 keys, and forgets the key without checks for the longest time with one more', async () => {
    await runAll(3);
    for (let key = 1; key < 20_000; key++) await run(null, String(key));
    expect(await run()).toBe('wait 60');
    for (let key = 0; key < 20_000; key++) await run(null, `other ${key}`);
    expect(await run()).toBe('failed');
  });
});
