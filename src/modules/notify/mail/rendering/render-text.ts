import type { Block, Inline } from './parse-blocks.js';

const width = 65;

/** Renders the plain text part, with an empty line between blocks. */
export function renderText(blocks: readonly Block<Inline[]>[]): string {
  return blocks.map(renderBlock).join('\n\n');
}

function renderBlock(block: Block<Inline[]>): string {
  switch (block.kind) {
    case 'rule':
      return '='.repeat(width);
    case 'heading':
      return `${lineOf(block.line)}\n${'-'.repeat(width)}`;
    case 'paragraph':
      return block.lines.map(lineOf).join('\n');
    case 'bullets':
      return block.items.map((item) => `• ${lineOf(item)}`).join('\n');
    case 'inset':
      return block.paragraphs.map((lines) => lines.map(lineOf).join('\n')).join('\n\n');
  }
}

function lineOf(line: readonly Inline[]): string {
  return line.map((inline) => (inline.kind === 'link' ? inline.url : inline.text)).join('');
}
