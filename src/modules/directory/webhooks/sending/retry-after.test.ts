import { retryAfterSeconds } from './retry-after.js';

const now = Date.parse('2026-03-01T12:00:00.000Z');

it.each([
  [null, 0],
  ['', 0],
  ['0', 0],
  ['120', 120],
  [' 120 ', 120],
  ['-5', 0],
  ['1.5e3', 0],
  ['soon', 0],
  ['99999999999', 86_400],
  ['Sun, 01 Mar 2026 12:01:00 GMT', 60],
  ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
  ['Fri, 31 Dec 2100 00:00:00 GMT', 86_400],
])('Retry-After %j is %i seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds);
});
