import { linesOfChange } from './changed-value.ts';

describe('linesOfChange', () => {
  it('shows one line for a text, a number and a boolean', () => {
    expect(linesOfChange({ Old: 'Lisboa', New: 'Porto' })).toEqual({
      old: [{ text: 'Lisboa', isKept: false }],
      new: [{ text: 'Porto', isKept: false }],
    });
    expect(linesOfChange({ Old: 0, New: false })).toEqual({
      old: [{ text: '0', isKept: false }],
      new: [{ text: 'false', isKept: false }],
    });
  });

  it('shows no line for a missing value', () => {
    expect(linesOfChange({ Old: null, New: 'Porto' }).old).toEqual([]);
  });

  it('marks the items of a list that both sides have', () => {
    expect(linesOfChange({ Old: ['a', 'b'], New: ['b', 'c'] })).toEqual({
      old: [
        { text: 'a', isKept: false },
        { text: 'b', isKept: true },
      ],
      new: [
        { text: 'b', isKept: true },
        { text: 'c', isKept: false },
      ],
    });
  });

  it('shows a line for each member of an object', () => {
    const administrator = JSON.parse('{"UserEmail":"a@b.example","Status":"Active"}') as Record<
      string,
      never
    >;
    expect(linesOfChange({ Old: null, New: administrator }).new).toEqual([
      { text: 'UserEmail: a@b.example', isKept: false },
      { text: 'Status: Active', isKept: false },
    ]);
  });
});
