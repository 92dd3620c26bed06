import type { Inline } from './blocks.js';

/** Not inside of what is a domain, a path or an address. */
const brand = /(?<![\w.@/-])(GOV)\.(UK)(?![\w/?#@-]|\.\w)/gi;

/** Straight quotes and ` - ` as they are printed; what looks like an address is left alone. */
export function printed(text: string, isLineStart = true): string {
  return text
    .replace(/\S+/g, (word, start: number) =>
      word.includes('@') ? word : withQuotes(word, isLineStart || start > 0),
    )
    .replaceAll(' - ', ' – ');
}

/** A line as it is printed. Mail programs make a link of GOV.UK, unless there is a zero-width space in it. */
export function printedLine(line: readonly Inline[]): Inline[] {
  return line.map((inline, index) =>
    inline.kind === 'text'
      ? { kind: 'text', text: printed(inline.text, index === 0).replace(brand, '$1.\u200b$2') }
      : inline,
  );
}

/** A quote opens at the start of a word, or behind what opens; anywhere else it closes. */
function withQuotes(word: string, isWordStart: boolean): string {
  const before = isWordStart ? '' : 'x';
  return (before + word)
    .replace(/(^|[([{‘“–—])"/g, '$1“')
    .replaceAll('"', '”')
    .replace(/(^|[([{“–—])'/g, '$1‘')
    .replaceAll("'", '’')
    .slice(before.length);
}
