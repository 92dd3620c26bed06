/** A piece of a line: words, or a URL that is a link. `verbatim` words are left as they are, addresses say. */
export type Inline =
  | { readonly kind: 'text' | 'verbatim'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string };

/** A block of Notify's markdown, over lines as they are written or as they were filled in. */
export type Block<Line> =
  | { readonly kind: 'rule' }
  | { readonly kind: 'heading'; readonly line: Line }
  | { readonly kind: 'paragraph'; readonly lines: readonly Line[] }
  | { readonly kind: 'bullets'; readonly items: readonly Line[] }
  /** Paragraphs, each of lines. */
  | { readonly kind: 'inset'; readonly paragraphs: readonly (readonly Line[])[] };

/** The same blocks over other lines. */
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
