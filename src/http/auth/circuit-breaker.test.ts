import { Overloaded } from '../errors/problem.js';
import { CircuitBreaker } from './circuit-breaker.js';

describe('CircuitBreaker', () => {
  let breaker: CircuitBreaker;
  beforeEach(() => {
    jest.useFakeTimers();
    breaker = new CircuitBreaker('The server does not answer.');
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const call = async (succeeds: boolean): Promise<string> => {
    try {
      await breaker.run(() => (succeeds ? Promise.resolve() : Promise.reject(new Error('down'))));
      return 'good';
    } catch (error) {
      return error instanceof Overloaded
        ? `${error.sentences.join()} ${error.headers['retry-after'] ?? ''}`
        : 'failed';
    }
  };
  const fail = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at++) expect(await call(false)).toBe('failed');
  };

  it('lets calls through after four failures and refuses them after the fifth', async () => {
    await fail(4);
    expect(await call(true)).toBe('good');
    await fail(5);
    expect(await call(true)).toBe('The server does not answer. 5');
  });

  it('refuses calls for 5 s, then lets one through, whose failure begins another pause', async () => {
    await fail(5);
    jest.advanceTimersByTime(4_999);
    expect(await call(true)).toBe('The server does not answer. 1');
    jest.advanceTimersByTime(1);
    await fail(1);
    expect(await call(true)).toBe('The server does not answer. 5');
  });

  it('lets all calls through again after one success', async () => {
    await fail(5);
    jest.advanceTimersByTime(5_000);
    expect(await call(true)).toBe('good');
    await fail(4);
    expect(await call(true)).toBe('good');
  });

  it('refuses further calls while the one that tries is in flight', async () => {
    await fail(5);
    jest.advanceTimersByTime(5_000);
    let end = (): void => undefined;
    const trial = breaker.run(() => new Promise<void>((resolve) => (end = resolve)));
    expect(await call(true)).toBe('The server does not answer. 5');
    end();
    await trial;
    expect(await call(true)).toBe('good');
  });
});
