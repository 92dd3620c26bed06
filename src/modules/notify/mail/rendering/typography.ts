import type { Inline } from './parse-blocks.js';

/** Not inside a domain, a path or an address. */
const brand = /(?<![\w.@/-])(GOV)\.(UK)(?![\w/?#@-]|\.\w)/gi;

/** Replaces straight quotes and ` - ` with typographic ones, except in addresses. */
export function printed(text: string, isLineStart = true): string {
  return text
    .replace(/\S+/g, (word, start: number) =>
      word.includes('@') ? word : withQuotes(word, isLineStart || start > 0),
    )
    .replaceAll(' - ', ' – ');
}

/** Applies typography to the text of a line. The zero-width space keeps mail programs from linking GOV.UK. */
export function printedLine(line: readonly Inline[]): Inline[] {
  return line.map((inline, index) =>
    inline.kind === 'text'
      ? { kind: 'text', text: printed(inline.text, index === 0).replace(brand, '$1.\u200b$2') }
      : inline,
  );
}

/** A quote opens at the start of a word or after an opening character; anywhere else it closes. */
function withQuotes(word: string, isWordStart: boolean): string {
  const before = isWordStart ? '' : 'x';
  return (before + word)
    .replace(/(^|[([{‘“–—])"/g, '$1“')
    .replaceAll('"', '”')
    .replace(/(^|[([{“–—])'/g, '$1‘')
    .replaceAll("'", '’')
    .slice(before.length);
}
