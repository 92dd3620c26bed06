import { readFileSync } from 'node:fs';

/** Reads a file beside this module, once at start. */
export function asset(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url));
}

/** Escapes a text for HTML, also inside attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A link; `href` is relative to the root of the service. */
interface PageLink {
  readonly text: string;
  readonly href: string;
}

/** A titled text with links. */
export interface Card {
  readonly title: string;
  /** Plain text; parts in backquotes are code. */
  readonly text: string;
  readonly links: readonly PageLink[];
}

/** @param root the relative path from the page to the root of the service, such as `../` */
export function renderCard({ title, text, links }: Card, root: string): string {
  const anchors = links.map(
    (link) => `<a href="${root}${escapeHtml(link.href)}">${escapeHtml(link.text)}</a>`,
  );
  return `<li><h2>${escapeHtml(title)}</h2><p>${withCode(text)}</p><p class="links">${anchors.join(' ')}</p></li>`;
}

function withCode(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

interface PageShell {
  readonly title: string;
  readonly root: string;
  /** HTML after the brand in the title bar. */
  readonly bar: string;
  /** Stylesheets before the page's own, relative to the root. */
  readonly styles: readonly string[];
  readonly body: string;
}

/** Returns a whole page with the title bar of the service. */
export function renderPage({ title, root, bar, styles, body }: PageShell): string {
  const sheets = [...styles, 'docs/pages.css'].map((href) => `<link rel="stylesheet" href="${root}${href}">`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="${root}docs/favicon.svg" type="image/svg+xml">
${sheets.join('\n')}
</head>
<body>
<header class="bar"><div><a class="brand" href="${root === '' ? './' : root}">${logo}${escapeHtml(title)}</a>${bar}</div></header>
${body}
</body>
</html>
`;
}

const logo = asset('favicon.svg').toString('utf8').trim().replace('<svg ', '<svg aria-hidden="true" ');
