import { dayOf, daysAfter, daysUpTo, fillMonths } from './periods.js';

describe('dayOf', () => {
  it('returns the day in UTC', () => {
    expect(dayOf(new Date('2026-11-27T23:59:59.999-01:00'))).toBe('2026-11-28');
  });
});

describe('daysAfter', () => {
  it.each([
    ['2026-11-28', 1, '2026-11-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-03-01', -1, '2028-02-29'],
    ['2026-11-28', 0, '2026-11-28'],
  ])('%s and %i days are %s', (day, count, expected) => {
    expect(daysAfter(day, count)).toBe(expected);
  });
});

describe('daysUpTo', () => {
  it('returns days in a row that end with the given day', () => {
    expect(daysUpTo('2024-03-01', 3)).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
  });
});

describe('fillMonths', () => {
  it.each([
    [[], 2, []],
    [['2026-11'], 2, ['2026-11']],
    [['2026-11', '2026-12'], 2, ['2026-11', '2026-12']],
    [['2025-11', '2026-02'], 2, ['2025-11', '2025-12', '2026-01', '2026-02']],
    [['2025-11', '2026-03'], 2, ['2025-11', '2026-03']],
    [['0001-12', '0002-02'], 2, ['0001-12', '0002-01', '0002-02']],
    [['9999-10', '9999-12'], 2, ['9999-10', '9999-11', '9999-12']],
  ])('of %j with gaps up to %i returns %j', (months, maxGap, expected) => {
    expect(fillMonths(months, maxGap)).toEqual(expected);
  });
});
