import { closeSync, openSync, readSync } from 'node:fs';
import type { Settings } from './settings.js';

/** The operator's logo. */
export interface Logo {
  readonly content: Buffer;
  readonly format: 'svg' | 'png' | 'webp';
}

/** In bytes: 256 kB. */
const maxLogoSize = 256_000;

const allowed = 'an SVG, PNG or WebP file of at most 256 kB';

/** @throws the error of `settings` if the file can't be read, is too large or has another format */
export function readLogo(read: Settings, toError: (message: string) => Error): Logo | null {
  const path = read.optionalText('CONSOLE_LOGO_FILE');
  if (path === null) return null;
  const refuse = (reason: string): Error =>
    toError(`CONSOLE_LOGO_FILE is "${path}", which ${reason}; allowed: ${allowed}.`);
  const content = readStart(path, (reason) => refuse(`can not be read (${reason})`));
  if (content.length > maxLogoSize) throw refuse('is larger than 256 kB');
  const format = formatOf(content);
  if (format === null) throw refuse('holds no such image');
  return { content, format };
}

/** Returns the first bytes of a file, one more than a logo may have, so that a device or a huge file does no harm. */
function readStart(path: string, refuse: (reason: string) => Error): Buffer {
  const content = Buffer.alloc(maxLogoSize + 1);
  let file: number | null = null;
  try {
    file = openSync(path, 'r');
    let length = 0;
    for (let count = -1; count !== 0; length += count)
      count = readSync(file, content, length, content.length - length, null);
    return content.subarray(0, length);
  } catch (error) {
    throw refuse(String(error).replace(/^Error: /, ''));
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** By the content: the name of a file proves nothing, and browsers may not guess (nosniff). */
function formatOf(content: Buffer): Logo['format'] | null {
  const head = content.subarray(0, 12).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^RIFF[^]{4}WEBP$/.test(head)) return 'webp';
  return isSvg(content.toString('utf8')) ? 'svg' : null;
}

/** True if the root element is `svg`; a declaration, comments and a document type may precede it. */
function isSvg(text: string): boolean {
  let rest = text.replace(/^\ufeff/, '').trimStart();
  for (let end = endOfPrologue(rest); end !== null; end = endOfPrologue(rest)) {
    const at = rest.indexOf(end);
    if (at < 0) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
  return /^<svg[\s>]/.test(rest) && rest.includes('http://www.w3.org/2000/svg');
}

/** Returns what ends the part of the prologue with which the text begins; null for an element. */
function endOfPrologue(text: string): string | null {
  if (text.startsWith('<?')) return '?>';
  if (text.startsWith('<!--')) return '-->';
  return text.startsWith('<!') ? '>' : null;
}
