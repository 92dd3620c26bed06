import { parseBlocks } from './parse-blocks.js';

describe("Notify's markdown", () => {
  it('parses consecutive lines as a paragraph', () => {
    expect(parseBlocks('one\ntwo\r\n\r\nthree')).toEqual([
      { kind: 'paragraph', lines: ['one', 'two'] },
      { kind: 'paragraph', lines: ['three'] },
    ]);
  });

  it('parses headings with and without a blank after the mark', () => {
    expect(parseBlocks('# One\n#Two\n## not this')).toEqual([
      { kind: 'heading', line: 'One' },
      { kind: 'heading', line: 'Two' },
      { kind: 'paragraph', lines: ['## not this'] },
    ]);
  });

  it.each(['*', '-', '•'])('parses lists whose items start with %s', (mark) => {
    expect(parseBlocks(`Please:\n${mark} one\n ${mark} two\nend`)).toEqual([
      { kind: 'paragraph', lines: ['Please:'] },
      { kind: 'bullets', items: ['one', 'two'] },
      { kind: 'paragraph', lines: ['end'] },
    ]);
  });

  it.each(['***', '---', '-----', '*** '])('parses %s as a rule', (line) => {
    expect(parseBlocks(`one\n${line}\ntwo`)).toEqual([
      { kind: 'paragraph', lines: ['one'] },
      { kind: 'rule' },
      { kind: 'paragraph', lines: ['two'] },
    ]);
  });

  it('parses lines that start with ^ as inset text, and an empty one as the end of a paragraph', () => {
    expect(parseBlocks('^ one\n^two\n^ \n^\n^ # three')).toEqual([
      { kind: 'inset', paragraphs: [['one', 'two'], ['# three']] },
    ]);
  });

  it('keeps * and ^ in the middle of a line', () => {
    expect(parseBlocks('2 * 3\n*bold*\na ^ b')).toEqual([
      { kind: 'paragraph', lines: ['2 * 3', '*bold*', 'a ^ b'] },
    ]);
  });
});
