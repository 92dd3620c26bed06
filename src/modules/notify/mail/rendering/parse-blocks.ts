/** A piece of a line: text, or a URL that is a link. `verbatim` text, such as an address, gets no typography. */
export type Inline =
  | { readonly kind: 'text' | 'verbatim'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string };

/** A block of Notify's markdown; `Line` is a template line or a filled-in one. */
export type Block<Line> =
  | { readonly kind: 'rule' }
  | { readonly kind: 'heading'; readonly line: Line }
  | { readonly kind: 'paragraph'; readonly lines: readonly Line[] }
  | { readonly kind: 'bullets'; readonly items: readonly Line[] }
  /** Paragraphs, each of lines. */
  | { readonly kind: 'inset'; readonly paragraphs: readonly (readonly Line[])[] };

/** Maps the lines of a block. */
export function mapLines<From, To>(block: Block<From>, map: (line: From) => To): Block<To> {
  switch (block.kind) {
    case 'rule':
      return block;
    case 'heading':
      return { kind: block.kind, line: map(block.line) };
    case 'paragraph':
      return { kind: block.kind, lines: block.lines.map(map) };
    case 'bullets':
      return { kind: block.kind, items: block.items.map(map) };
    case 'inset':
      return { kind: block.kind, paragraphs: block.paragraphs.map((lines) => lines.map(map)) };
  }
}

type LineKind = Block<string>['kind'] | 'blank';

/** Kind of a line, and a pattern that captures its text. The first match wins. */
const marks: readonly (readonly [LineKind, RegExp])[] = [
  ['blank', /^\s*()$/],
  ['rule', /^ {0,3}(?:\*{3,}|-{3,})\s*()$/],
  ['heading', /^ {0,3}#(?!#)\s*(\S.*)$/],
  ['inset', /^ {0,3}\^\s?(.*)$/],
  ['bullets', /^\s*[*•-]\s+(\S.*)$/],
  ['paragraph', /^(.*)$/],
];

interface MarkedLine {
  readonly kind: LineKind;
  readonly text: string;
}

/**
 * Parses the subset of Notify's markdown that its e-mails use (contract section 5). Neighbouring lines of one kind are
 * one block. Lines of inset text are plain text, even if they look like other blocks.
 */
export function parseBlocks(source: string): Block<string>[] {
  const runs: [MarkedLine, ...MarkedLine[]][] = [];
  for (const line of source.split(/\r\n|\r|\n/).map(mark)) {
    const run = runs.at(-1);
    if (run?.[0].kind === line.kind) run.push(line);
    else runs.push([line]);
  }
  return runs.flatMap(toBlocks);
}

function mark(line: string): MarkedLine {
  for (const [kind, pattern] of marks) {
    const text = pattern.exec(line)?.[1];
    if (text !== undefined) return { kind, text: text.trim() };
  }
  return { kind: 'paragraph', text: line };
}

function toBlocks(run: readonly [MarkedLine, ...MarkedLine[]]): Block<string>[] {
  const lines = run.map((line) => line.text);
  switch (run[0].kind) {
    case 'blank':
      return [];
    case 'rule':
      return [{ kind: 'rule' }];
    case 'heading':
      return lines.map((line) => ({ kind: 'heading', line }));
    case 'inset':
      return [{ kind: 'inset', paragraphs: paragraphsOf(lines) }];
    case 'bullets':
      return [{ kind: 'bullets', items: lines }];
    case 'paragraph':
      return [{ kind: 'paragraph', lines }];
  }
}

/** An empty line ends a paragraph. */
function paragraphsOf(lines: readonly string[]): string[][] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
}
