import { initialsOf } from './initials.ts';

test.each([
  ['Sample Bank plc', 'SB'],
  ['  sample  ', 'S'],
  ['"&{{}}', '"'],
  ['"&{{}} (Bank) & Sons', 'BS'],
  ['👩‍👩‍👧 Família Ação', '👩‍👩‍👧F'],
  ['e\u0301lan vital', 'E\u0301V'],
  ['بنك المثال', 'با'],
  ['株式会社', '株'],
  ['3i Group', '3G'],
  ['', ''],
])('the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
