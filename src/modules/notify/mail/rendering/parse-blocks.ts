import type { Block } from './blocks.js';

type LineKind = Block<string>['kind'] | 'blank';

/** What a line is, and its words without their mark. The first that fits counts. */
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
 * Notify's markdown, as far as its e-mails use it (contract section 5). Neighbouring lines of a kind are one block; what
 * stands in inset text is words, whatever it looks like.
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

/** Lines up to an empty one are a paragraph. */
function paragraphsOf(lines: readonly string[]): string[][] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
}
