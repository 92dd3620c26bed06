import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** A fenced block of a Markdown document. */
export interface Fence {
  /** First word of the info string, such as `sh`; empty if there is none. */
  readonly language: string;
  readonly text: string;
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
  /** The HTML comment on the line above the fence, without its delimiters; null if there is none. */
  readonly marker: string | null;
  /** True if only blank lines separate this block from the end of the block before. */
  readonly followsFence: boolean;
}

/** A Markdown document of the repository. */
export interface Document {
  /** Path below the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly fences: readonly Fence[];
}

/** Returns every Markdown document that git knows or would add, without the published seeds. */
export function readDocuments(): Document[] {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  return files
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, fences: fencesOf(text) };
    });
}

/** The reason in `<!-- not run: REASON -->` above a block; null if the block must run. */
export function reasonNotToRun(fence: Fence): string | null {
  return /^not run: (.+)$/.exec(fence.marker ?? '')?.[1] ?? null;
}

/** The file of `<!-- from: FILE -->` above a block, which shows an excerpt of that file; null for any other block. */
export function excerptOf(fence: Fence): string | null {
  return /^from: (\S+)$/.exec(fence.marker ?? '')?.[1] ?? null;
}

/** True for a block of shell commands that are not an excerpt of a file. */
export function isCommands(fence: Fence): boolean {
  return ['sh', 'bash', 'shell', 'console'].includes(fence.language) && excerptOf(fence) === null;
}

/** Returns the text without fenced blocks and inline code, in which a link is no link. */
export function proseOf({ text, fences }: Document): string {
  const lines = text.split('\n');
  for (const fence of fences) {
    const length = fence.text.split('\n').length + 2;
    for (let at = fence.line - 1; at < fence.line - 1 + length; at += 1) lines[at] = '';
  }
  return lines.join('\n').replaceAll(/`[^`\n]*`/g, '');
}

/** Returns the anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(document: Document): string[] {
  const withoutFences = proseOf({ ...document, text: document.text.replaceAll('`', '') });
  const used = new Map<string, number>();
  return [...withoutFences.matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const count = used.get(anchor) ?? 0;
    used.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

function fencesOf(text: string): Fence[] {
  const lines = text.split('\n');
  const fences: Fence[] = [];
  let endOfLast = -1;
  for (let at = 0; at < lines.length; at += 1) {
    const opening = /^( *)(`{3,}|~{3,})([\w-]*)/.exec(lines[at] ?? '');
    if (opening === null) continue;
    const [, indent = '', mark, language = ''] = opening;
    const end = lines.findIndex((line, index) => index > at && line.trim() === mark);
    if (end === -1) throw new Error(`the block of line ${at + 1} has no end`);
    const above = lines.slice(0, at).findLastIndex((line) => line.trim() !== '');
    fences.push({
      language,
      text: lines
        .slice(at + 1, end)
        .map((line) => line.replace(new RegExp(`^ {0,${indent.length}}`), ''))
        .join('\n'),
      line: at + 1,
      marker: commentOf(lines[above]),
      followsFence: above !== -1 && above === endOfLast,
    });
    endOfLast = end;
    at = end;
  }
  return fences;
}

function commentOf(line = ''): string | null {
  return /^\s*<!-- (.*) -->\s*$/.exec(line)?.[1] ?? null;
}
