import { retryDelaySeconds } from '../../../../background/retry-delay.js';
import { mailRetries, maxAttempts } from './mail-retries.js';

describe('the delay before a retry of an e-mail', () => {
  const delayAfter = (attempts: number, random: number): number =>
    retryDelaySeconds(mailRetries, attempts, random);

  it('doubles from a second to a quarter of an hour', () => {
    const delays = [1, 2, 3, 10, 11, 24].map((attempts) => delayAfter(attempts, 0));
    expect(delays).toEqual([1, 2, 4, 512, 900, 900]);
  });

  it('has up to a quarter of jitter', () => {
    expect([delayAfter(3, 0.5), delayAfter(24, 1)]).toEqual([4.5, 1_125]);
  });

  it('adds up to about four hours over all attempts', () => {
    let seconds = 0;
    for (let attempts = 1; attempts < maxAttempts; attempts++) seconds += delayAfter(attempts, 0.5);
    expect(Math.round(seconds / 3_600)).toBe(4);
  });
});
