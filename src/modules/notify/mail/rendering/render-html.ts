import type { Block, Inline } from './parse-blocks.js';

/** Mail programs ignore style sheets, so each element carries its own. */
const font = 'font-family: Helvetica, Arial, sans-serif; font-size: 19px; line-height: 25px; color: #0b0c0c;';
const styles = {
  heading: `${font} font-size: 27px; line-height: 35px; font-weight: bold; margin: 0 0 20px 0;`,
  paragraph: `${font} margin: 0 0 20px 0;`,
  list: `${font} margin: 0 0 20px 0; padding: 0 0 0 20px;`,
  item: `${font} margin: 0 0 5px 0;`,
  inset: 'margin: 0 0 20px 0; padding: 15px 15px 0.1px 15px; border-left: 10px solid #b1b4b6;',
  rule: 'border: 0; height: 1px; background: #b1b4b6; margin: 30px 0;',
  link: 'word-wrap: break-word; color: #1d70b8;',
};

/** Renders the HTML part, a whole document. All text is escaped, so the only markup is written here. */
export function renderHtml(subject: string, blocks: readonly Block<Inline[]>[]): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escape(subject)}</title>`,
    '</head>',
    '<body style="margin: 0; padding: 20px; background: #ffffff;">',
    '<div style="max-width: 580px; margin: 0 auto;">',
    ...blocks.map(renderBlock),
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function renderBlock(block: Block<Inline[]>): string {
  switch (block.kind) {
    case 'rule':
      return `<hr style="${styles.rule}">`;
    case 'heading':
      return `<h2 style="${styles.heading}">${lineOf(block.line)}</h2>`;
    case 'paragraph':
      return paragraph(block.lines);
    case 'bullets':
      return `<ul style="${styles.list}">\n${block.items.map(bullet).join('\n')}\n</ul>`;
    case 'inset':
      return `<blockquote style="${styles.inset}">\n${block.paragraphs.map(paragraph).join('\n')}\n</blockquote>`;
  }
}

function paragraph(lines: readonly (readonly Inline[])[]): string {
  return `<p style="${styles.paragraph}">${lines.map(lineOf).join('<br>\n')}</p>`;
}

function bullet(item: readonly Inline[]): string {
  return `<li style="${styles.item}">${lineOf(item)}</li>`;
}

function lineOf(line: readonly Inline[]): string {
  return line
    .map((inline) =>
      inline.kind === 'link'
        ? `<a style="${styles.link}" href="${escape(inline.url)}">${escape(inline.url)}</a>`
        : escape(inline.text),
    )
    .join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
