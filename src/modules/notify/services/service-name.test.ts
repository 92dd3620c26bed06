import { normalisedName } from './service-name.js';

describe('the normalised name', () => {
  it.each([
    ['Tax Notifications', 'tax.notifications'],
    ['  Tax \t Notifications\n', 'tax.notifications'],
    ['Crédit Ångström', 'credit.angstrom'],
    ['Cre\u0301dit', 'credit'],
    ['GOV.UK Notify', 'gov.uk.notify'],
    ['Pay & go!', 'pay.go'],
    ['A - B', 'a.b'],
    ['.hidden.', 'hidden'],
    ['Ünïcode ٣ 東京', 'unicode.٣.東京'],
    ['!?', ''],
  ])('of %p is %p', (name, normalised) => {
    expect(normalisedName(name)).toBe(normalised);
  });
});
