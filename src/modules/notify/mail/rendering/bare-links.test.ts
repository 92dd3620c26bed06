import { withBareLinks } from './bare-links.js';

describe('bare links', () => {
  const linksIn = (text: string): string[] =>
    withBareLinks(text).flatMap((inline) => (inline.kind === 'link' ? [inline.url] : []));

  it.each([
    ['see https://a.example/b?c=d&e=f#g now', ['https://a.example/b?c=d&e=f#g']],
    ['(http://a.example), "https://b.example/".', ['http://a.example', 'https://b.example/']],
    ['https://a.example/<script>', ['https://a.example/']],
    ['ftp://a.example javascript:alert(1) https:// www.a.example', []],
  ])('are found in %s', (text, links) => {
    expect(linksIn(text)).toEqual(links);
  });

  it('keep every other character in place', () => {
    const text = 'see https://a.example/b. Then (http://c.example)!';
    expect(
      withBareLinks(text)
        .map((inline) => (inline.kind === 'link' ? inline.url : inline.text))
        .join(''),
    ).toBe(text);
  });

  it('are found in linear time in a long line', () => {
    const text = `https://a.example/${')'.repeat(500_000)}x ${'a'.repeat(500_000)}`;
    expect(linksIn(text)).toHaveLength(1);
  });
});
