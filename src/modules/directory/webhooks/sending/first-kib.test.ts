import { firstKib } from './first-kib.js';

it.each([
  ['a short text as it is', 'ok', 'ok'],
  ['1,024 bytes as they are', 'x'.repeat(1_024), 'x'.repeat(1_024)],
  ['the first 1,024 bytes of more', 'x'.repeat(2_000), 'x'.repeat(1_024)],
  ['no half of a character', `${'x'.repeat(1_023)}€`, 'x'.repeat(1_023)],
  ['no NUL', 'a\u0000b', 'ab'],
])('firstKib returns %s', (_, text, first) => {
  expect(firstKib(text)).toBe(first);
});
