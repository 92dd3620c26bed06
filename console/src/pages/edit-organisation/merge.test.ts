import { merge } from './merge.ts';

const base = { City: 'Rio', Country: 'BR', Size: '', Flags: ['a', 'b'] };

describe('merge', () => {
  it('keeps a change that only one of the two made', () => {
    const { values, comparisons } = merge(base, { ...base, City: 'São Paulo' }, { ...base, Country: 'PT' });
    expect(values).toEqual({ ...base, City: 'São Paulo', Country: 'PT' });
    expect(comparisons).toEqual([
      { field: 'City', base: 'Rio', mine: 'São Paulo', theirs: 'Rio', isConflict: false },
      { field: 'Country', base: 'BR', mine: 'BR', theirs: 'PT', isConflict: false },
    ]);
  });

  it('reports a field that both changed differently, and keeps the value of the form until it is decided', () => {
    const { values, comparisons } = merge(base, { ...base, City: 'Mine' }, { ...base, City: 'Theirs' });
    expect(values.City).toBe('Mine');
    expect(comparisons).toEqual([
      { field: 'City', base: 'Rio', mine: 'Mine', theirs: 'Theirs', isConflict: true },
    ]);
  });

  it('is no conflict if both made the same change', () => {
    const { values, comparisons } = merge(base, { ...base, City: 'Same ' }, { ...base, City: 'Same' });
    expect(values.City).toBe('Same ');
    expect(comparisons.map(({ isConflict }) => isConflict)).toEqual([false]);
  });

  it('reports a field that one cleared and the other changed', () => {
    const { comparisons } = merge(base, { ...base, City: '' }, { ...base, City: 'Theirs' });
    expect(comparisons.map(({ isConflict }) => isConflict)).toEqual([true]);
  });

  it('merges flags one by one', () => {
    const mine = { ...base, Flags: ['b', 'c'] };
    const theirs = { ...base, Flags: ['a', 'b', 'd'] };
    const { values, comparisons } = merge(base, mine, theirs);
    expect(values.Flags).toEqual(['b', 'd', 'c']);
    expect(comparisons.map(({ isConflict }) => isConflict)).toEqual([false]);
  });

  it('adds a flag once that both added', () => {
    const { values } = merge(base, { ...base, Flags: ['a', 'b', 'c'] }, { ...base, Flags: ['a', 'b', 'c'] });
    expect(values.Flags).toEqual(['a', 'b', 'c']);
  });

  it('returns the values of the form if nobody else changed anything', () => {
    const mine = { ...base, City: 'Mine' };
    expect(merge(base, mine, base).values).toEqual(mine);
  });
});
