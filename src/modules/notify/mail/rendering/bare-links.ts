import type { Inline } from './parse-blocks.js';

const url = /https?:\/\/[^\s<>"'`“”‘’]+/g;
const wholeUrl = /^https?:\/\/[^\s<>"'`]+$/;
/** Punctuation that ends a sentence and is not part of the URL before it. */
const trailingPunctuation = '.,;:!?)]}';

/** True for an absolute http or https URL. */
export function isWebLink(text: string): boolean {
  return wholeUrl.test(text) && URL.canParse(text);
}

/** Splits text into bare URLs, as links, and the text between them. */
export function withBareLinks(text: string): Inline[] {
  const line: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(url)) {
    const link = withoutPunctuation(match[0]);
    if (!isWebLink(link)) continue;
    line.push({ kind: 'text', text: text.slice(end, match.index) }, { kind: 'link', url: link });
    end = match.index + link.length;
  }
  return [...line, { kind: 'text', text: text.slice(end) }];
}

function withoutPunctuation(link: string): string {
  let end = link.length;
  while (trailingPunctuation.includes(link.charAt(end - 1))) end -= 1;
  return link.slice(0, end);
}
