import { parseBlocks } from './parse-blocks.js';

describe("Notify's markdown", () => {
  it('makes a paragraph of lines without an empty one between them', () => {
    expect(parseBlocks('one\ntwo\r\n\r\nthree')).toEqual([
      { kind: 'paragraph', lines: ['one', 'two'] },
      { kind: 'paragraph', lines: ['three'] },
    ]);
  });

  it('knows headings, with or without a blank behind their mark', () => {
    expect(parseBlocks('# One\n#Two\n## not this')).toEqual([
      { kind: 'heading', line: 'One' },
      { kind: 'heading', line: 'Two' },
      { kind: 'paragraph', lines: ['## not this'] },
    ]);
  });

  it.each(['*', '-', '•'])('knows lists whose items begin with %s', (mark) => {
    expect(parseBlocks(`Please:\n${mark} one\n ${mark} two\nend`)).toEqual([
      { kind: 'paragraph', lines: ['Please:'] },
      { kind: 'bullets', items: ['one', 'two'] },
      { kind: 'paragraph', lines: ['end'] },
    ]);
  });

  it.each(['***', '---', '-----', '*** '])('takes %s for a rule', (line) => {
    expect(parseBlocks(`one\n${line}\ntwo`)).toEqual([
      { kind: 'paragraph', lines: ['one'] },
      { kind: 'rule' },
      { kind: 'paragraph', lines: ['two'] },
    ]);
  });

  it('takes lines that begin with ^ for inset text, an empty one of them for the end of a paragraph', () => {
    expect(parseBlocks('^ one\n^two\n^ \n^\n^ # three')).toEqual([
      { kind: 'inset', paragraphs: [['one', 'two'], ['# three']] },
    ]);
  });

  it('takes * and ^ in the middle of a line for what they are', () => {
    expect(parseBlocks('2 * 3\n*bold*\na ^ b')).toEqual([
      { kind: 'paragraph', lines: ['2 * 3', '*bold*', 'a ^ b'] },
    ]);
  });
});
