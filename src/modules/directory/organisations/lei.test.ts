import { hasLeiCheckDigits, looksLikeLei } from './lei.js';

describe('a Legal Entity Identifier', () => {
  it.each(['529900T8BM49AURSDO55', '213800WAVVOPS85N2205', '5493001KJTIIGC8Y1R12'])(
    '%s has valid check digits',
    (lei) => {
      expect([looksLikeLei(lei), hasLeiCheckDigits(lei)]).toEqual([true, true]);
    },
  );

  it.each(['529900T8BM49AURSDO56', '529900T8BM49AURSOD55'])('%s has invalid check digits', (lei) => {
    expect([looksLikeLei(lei), hasLeiCheckDigits(lei)]).toEqual([true, false]);
  });

  it.each([
    '',
    '529900t8bm49aursdo55',
    '529900T8BM49AURSDO5',
    '529900T8BM49AURSDO555',
    '52 900T8BM49AURSDO55',
  ])('is not recognised in %j', (text) => {
    expect(looksLikeLei(text)).toBe(false);
  });
});
