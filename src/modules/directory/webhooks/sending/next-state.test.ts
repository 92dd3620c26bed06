import { type AttemptResult, type SendingState, stateAfter } from './next-state.js';

const begin = new Date('2026-03-01T12:00:00.000Z');
const hour = 3_600;

const active: SendingState = {
  status: 'Active',
  statusReason: null,
  attempts: 0,
  failingSince: null,
  nextAttemptAt: begin,
};
const failed: AttemptResult = { outcome: 'failed', retryAfterSeconds: 0 };
const delivered: AttemptResult = { outcome: 'delivered', retryAfterSeconds: 0 };

/** Fails each attempt at its time, until nothing more is due. Returns the seconds between attempts, and the last state. */
function failForever(first: SendingState, random: number): { delays: number[]; last: SendingState } {
  const delays: number[] = [];
  let [state, now] = [first, begin];
  while (state.status === 'Active' || state.status === 'Pending') {
    state = stateAfter(failed, state, now, random);
    delays.push((state.nextAttemptAt.getTime() - now.getTime()) / 1_000);
    now = state.nextAttemptAt;
  }
  return { delays, last: state };
}

describe('the state of a webhook after an attempt', () => {
  it('follows the schedule step by step, then every eight hours, until five days are over', () => {
    const { delays, last } = failForever(active, 0);
    const steps = [5, 30, 120, 600, hour, 2 * hour, 4 * hour, 8 * hour];
    expect(delays.slice(0, 8)).toEqual(steps);
    expect(delays.slice(8, -2)).toEqual(Array(13).fill(8 * hour));
    // The last attempt is at the end of the fifth day.
    expect(delays.slice(0, -1).reduce((sum, delay) => sum + delay, 0)).toBe(5 * 24 * hour);
    expect(last).toMatchObject({
      status: 'Disabled',
      statusReason: 'Every attempt failed for five days.',
      attempts: delays.length,
      failingSince: begin,
    });
  });

  it('has up to a tenth of jitter at every step', () => {
    const { delays } = failForever(active, 1);
    expect(delays.slice(0, 9)).toEqual([5.5, 33, 132, 660, 3_960, 7_920, 15_840, 31_680, 31_680]);
  });

  it('stays Pending while the verification fails, and is Disabled after five days too', () => {
    const pending = { ...active, status: 'Pending' } as const;
    expect(stateAfter(failed, pending, begin, 0)).toMatchObject({ status: 'Pending', attempts: 1 });
    expect(failForever(pending, 0).last.status).toBe('Disabled');
  });

  it('begins anew after a good attempt', () => {
    const later = new Date(begin.getTime() + 60_000);
    const failing = stateAfter(failed, stateAfter(failed, active, begin, 0), later, 0);
    expect(failing).toMatchObject({ attempts: 2, failingSince: begin });
    expect(stateAfter(delivered, failing, later)).toEqual({ ...active, nextAttemptAt: later });
  });

  it('is Active after a good verification', () => {
    expect(stateAfter(delivered, { ...active, status: 'Pending' }, begin).status).toBe('Active');
  });

  it.each([
    ['longer than the step', 90, 90],
    ['shorter than the step', 2, 5],
    ['a day', 86_400, 86_400],
  ])('waits for a Retry-After %s: %i s', (_, retryAfterSeconds, delay) => {
    const { nextAttemptAt } = stateAfter({ outcome: 'failed', retryAfterSeconds }, active, begin, 0);
    expect((nextAttemptAt.getTime() - begin.getTime()) / 1_000).toBe(delay);
  });

  it('is Disabled at once by 410', () => {
    expect(stateAfter({ outcome: 'gone', retryAfterSeconds: 0 }, active, begin)).toMatchObject({
      status: 'Disabled',
      statusReason: 'The receiver answered 410.',
      failingSince: begin,
    });
  });
});
