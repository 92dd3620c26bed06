import { latin1TextOf, utf8TextOf } from './bytes.js';

/** The first bytes of formats that are no text, and their names. */
const marks: readonly (readonly [hex: string, name: string])[] = [
  ['1f8b', 'gzip inside gzip'],
  ['504b0304', 'a zip archive or an Excel workbook'],
  ['504b0506', 'an empty zip archive'],
  ['425a68', 'a bzip2 file'],
  ['fd377a585a00', 'an xz file'],
  ['28b52ffd', 'a zstd file'],
  ['377abcaf271c', 'a 7z archive'],
  ['25504446', 'a PDF'],
  ['d0cf11e0', 'an Excel or Word file'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
  ['50415231', 'a Parquet file'],
  ['fffe0000', 'UTF-32 text'],
  ['0000feff', 'UTF-32 text'],
  ['fffe', 'UTF-16 text'],
  ['feff', 'UTF-16 text'],
];

/** Formats of text by how they begin, in the order of the checks. */
const texts: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^<(!doctype\s+html|html|head|body)\b/i, 'HTML'],
  [/^</, 'XML'],
  [/^[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/, 'a signed token (JWT)'],
  [/^-----BEGIN /, 'a PEM file'],
  [/^(---\s*\n|[\w-]+:(\s|$))/, 'YAML'],
  [/^(pg_dump|--|\/\*|(create|insert|set|select)\s)/i, 'SQL'],
  [/^[^\n]*[,;\t|]/, 'CSV'],
];

/** Returns the name of a format that is not text, by the first bytes of the content; null for text. */
export function binaryFormOf(head: Uint8Array): string | null {
  const hex = Array.from(head.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = marks.find(([mark]) => hex.startsWith(mark))?.[1];
  if (known !== undefined) return known;
  if (latin1TextOf(head.subarray(257, 262)) === 'ustar') return 'a tar archive';
  if (!head.includes(0)) return null;
  const [first, second] = head;
  return (first === 0) !== (second === 0) ? 'UTF-16 text' : 'a binary file';
}

/** Returns the name of the format of a text that does not begin like JSON. */
export function textFormOf(text: Uint8Array): string {
  const start = latin1TextOf(text).trimStart();
  const known = texts.find(([pattern]) => pattern.test(start))?.[1];
  if (known !== undefined) return known;
  return utf8TextOf(wholeCharacters(text)) !== null ? 'plain text' : 'text that is not UTF-8';
}

/** Cuts off a character that the end of the head may have split. */
function wholeCharacters(text: Uint8Array): Uint8Array {
  const lastAscii = text.findLastIndex((byte) => byte < 0x80);
  return text.length - lastAscii <= 4 ? text.subarray(0, lastAscii + 1) : text;
}
