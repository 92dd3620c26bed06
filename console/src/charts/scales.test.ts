import { firstAndRest, labelledIndexes, ticksUpTo } from './scales.ts';

describe('ticksUpTo', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 5, 10]],
    [40, [0, 20, 40]],
    [99, [0, 50, 100]],
    [1_000_000, [0, 500_000, 1_000_000]],
  ])('has round values up to at least %i', (max, ticks) => {
    expect(ticksUpTo(max)).toEqual(ticks);
  });
});

describe('labelledIndexes', () => {
  it.each([
    [0, 4, []],
    [1, 4, [0]],
    [3, 4, [0, 1, 2]],
    [90, 4, [0, 30, 59, 89]],
    [12, 2, [0, 11]],
    [12, 1, [11]],
  ])('of %i columns chooses at most %i, the ends among them', (count, wanted, indexes) => {
    expect(labelledIndexes(count, wanted)).toEqual(indexes);
  });
});

describe('firstAndRest', () => {
  const rows = [{ value: 5 }, { value: 3 }, { value: 1 }];

  it('sums the rows that are left out', () => {
    expect(firstAndRest(rows, 1)).toEqual({ first: [{ value: 5 }], rest: 4 });
  });

  it('leaves nothing out of few rows', () => {
    expect(firstAndRest(rows, 3)).toEqual({ first: rows, rest: 0 });
  });
});
