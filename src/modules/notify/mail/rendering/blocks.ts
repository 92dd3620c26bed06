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
