import { linesOfChange } from './changed-value.ts';

describe('linesOfChange', () => {
  it('shows one line for a text, a number and a boolean', () => {
    expect(linesOfChange({ Old: 'Lisboa', New: 'Porto' })).toEqual({
      old: [{ value: 'Lisboa', isKept: false }],
      new: [{ value: 'Porto', isKept: false }],
    });
    expect(linesOfChange({ Old: 0, New: false })).toEqual({
      old: [{ value: 0, isKept: false }],
      new: [{ value: false, isKept: false }],
    });
  });

  it('shows no line for a missing value', () => {
    expect(linesOfChange({ Old: null, New: 'Porto' }).old).toEqual([]);
  });

  it('marks the items of a list that both sides have', () => {
    expect(linesOfChange({ Old: ['a', 'b'], New: ['b', 'c'] })).toEqual({
      old: [
        { value: 'a', isKept: false },
        { value: 'b', isKept: true },
      ],
      new: [
        { value: 'b', isKept: true },
        { value: 'c', isKept: false },
      ],
    });
  });

  it('shows one line for an object', () => {
    const administrator = JSON.parse('{"UserEmail":"a@b.example","Status":"Active"}') as Record<
      string,
      never
    >;
    expect(linesOfChange({ Old: null, New: administrator }).new).toEqual([
      { value: administrator, isKept: false },
    ]);
  });
});
