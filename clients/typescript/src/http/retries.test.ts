import { settingsOf } from './options.js';
import { pauseBefore, withRetries } from './retries.js';
import { retryAfter, sleep } from './waiting.js';

const settings = settingsOf({ maxAttempts: 3, maxWaitSeconds: 60 });
const answer = (status: number, after?: string): Response =>
  new Response('', { status, headers: after === undefined ? {} : { 'retry-after': after } });

describe('retryAfter', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Fri, 02 Jan 2026 03:04:15 GMT', 10_000],
    ['Fri, 02 Jan 2026 03:04:00 GMT', 0],
    ['soon', null],
    ['', null],
  ])('reads "%s" as %s ms', (value, expected) => {
    expect(retryAfter(new Headers({ 'retry-after': value }), now)).toBe(expected);
  });
});

describe('pauseBefore', () => {
  it.each([
    ['GET', 429, '2', 1, 2_000],
    ['PUT', 429, '2', 1, 2_000],
    ['PUT', 503, '2', 2, 2_000],
    ['PUT', 503, undefined, 1, null],
    ['GET', 503, '2', 3, null],
    ['GET', 503, '61', 1, null],
    ['GET', 500, '2', 1, null],
    ['GET', 200, undefined, 1, null],
  ])('%s answered %i with Retry-After %s at attempt %i gives %s', (method, status, after, attempt, pause) => {
    expect(pauseBefore(answer(status, after), method, attempt, settings)).toBe(pause);
  });

  it('backs off with jitter where a GET is answered without Retry-After', () => {
    const pause = pauseBefore(answer(503), 'GET', 2, settings) ?? 0;
    expect(pause).toBeGreaterThanOrEqual(1_000);
    expect(pause).toBeLessThanOrEqual(2_000);
  });
});

describe('withRetries', () => {
  it('sends again until the answer is another one', async () => {
    const answers = [answer(429, '0'), answer(503, '0'), answer(200)];
    const send = (): Promise<Response> => Promise.resolve(answers.shift() ?? answer(500));
    const response = await withRetries(send, 'GET', settings, undefined);
    expect([response.status, answers.length]).toEqual([200, 0]);
  });

  it('stops waiting when the signal is aborted', async () => {
    const controller = new AbortController();
    const waiting = withRetries(() => Promise.resolve(answer(429, '30')), 'GET', settings, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('sleep', () => {
  it('rejects at once with a signal that is aborted already', async () => {
    await expect(sleep(60_000, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});
