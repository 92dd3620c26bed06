import { pythonText } from './python-text.js';

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
};

describe('pythonText', () => {
  it.each([
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
    [1, '1'],
    [1.5, '1.5'],
    ['foo', 'foo'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['a\\b', 'a\\\\b'],
    ['\u0000\u007f\u0085', '\\x00\\x7f\\x85'],
    ['é😀', 'é😀'],
    ['', ''],
    [[], '[]'],
    [{}, '{}'],
    [[1, 'a', null, [true]], '[1, a, None, [True]]'],
    [{ a: null, b: { c: 'd' } }, '{a: None, b: {c: d}}'],
  ])('prints %j the Python way', (value, text) => {
    expect(pythonText(value)).toBe(text);
  });

  it('removes every single quote', () => {
    expect(pythonText(["it's", { "o'clock": "'" }])).toBe('[its, {oclock: }]');
  });

  it('limits the length of the text for any value', () => {
    const long = `${'a'.repeat(200)}…`;
    expect(pythonText('a'.repeat(1_000_000))).toBe(long);
    expect(pythonText(Array.from({ length: 500_000 }, () => 1))).toHaveLength(201);
  });

  it('truncates deeply nested values of any depth', () => {
    expect(pythonText(nested(100))).toBe(`${'['.repeat(100)}1${']'.repeat(99)}…`.slice(0, 200) + '…');
    expect(pythonText(nested(400_000))).toBe(`${'['.repeat(200)}…`);
    expect(pythonText({ a: nested(400_000) })).toBe(`{a: ${'['.repeat(196)}…`);
  });
});
