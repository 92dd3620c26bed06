import { remainingTime } from './remaining-time.ts';

test.each([
  [-1, null],
  [0, null],
  [1, '0:01'],
  [59_001, '1:00'],
  [299_000, '4:59'],
  [3_600_000, '1:00:00'],
  [3_661_000, '1:01:01'],
])('%i milliseconds are %s', (ms, text) => {
  expect(remainingTime(ms)).toBe(text);
});
