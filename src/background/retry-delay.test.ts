import { doublingSchedule, retryDelaySeconds, steppedSchedule } from './retry-delay.js';

describe('the delay before a retry', () => {
  it('doubles from a second up to the maximum', () => {
    const schedule = doublingSchedule(60, 0);
    expect([1, 2, 6, 7, 8].map((attempts) => retryDelaySeconds(schedule, attempts))).toEqual([
      1, 2, 32, 60, 60,
    ]);
  });

  it('follows the steps, then repeats the last one', () => {
    const schedule = steppedSchedule([5, 30, 120], 0);
    expect([1, 2, 3, 4, 40].map((attempts) => retryDelaySeconds(schedule, attempts))).toEqual([
      5, 30, 120, 120, 120,
    ]);
  });

  it('adds the random share of the jitter', () => {
    const schedule = steppedSchedule([100], 1 / 4);
    expect([0, 0.5, 1].map((random) => retryDelaySeconds(schedule, 1, random))).toEqual([100, 112.5, 125]);
  });
});
