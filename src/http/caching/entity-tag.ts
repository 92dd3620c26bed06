import { createHash } from 'node:crypto';

/** What a compressed form's tag ends in: two forms with other bytes must not share a strong tag (RFC 9110 §8.8.3). */
const gzipTagSuffix = '-gzip';

/** A strong entity tag of a representation, quotes included: the same for the same bytes, and for no others. */
export function entityTagOf(representation: string | Uint8Array): string {
  return `"${createHash('sha256').update(representation).digest('base64url').slice(0, 27)}"`;
}

/** RFC 9110 §8.8.3: a tag in quotes, W/ before a weak one. */
const tagList = /^\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*\s*$/;
const eachTag = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/**
 * Whether `If-Match` holds for a representation that is there (RFC 9110 §13.1.1): `*`, or one of the tags compared
 * strongly. A malformed header holds for nothing. A tag of the compressed form stands for the same state.
 */
export function ifMatchHolds(header: string, tag: string): boolean {
  if (header.trim() === '*') return true;
  if (!tagList.test(header)) return false;
  return [...header.matchAll(eachTag)].some(
    (match) => match[1] === undefined && plainTag(match[2] ?? '') === tag,
  );
}

/** Whether one of the tags of `If-None-Match` is this one, compared weakly (RFC 9110 §13.1.2). */
export function ifNoneMatchNames(header: string, tag: string): boolean {
  if (header.trim() === '*') return true;
  return [...header.matchAll(eachTag)].some((match) => plainTag(match[2] ?? '') === tag);
}

/** The tag of the gzip form. */
export function gzipTag(tag: string): string {
  return tag.replace(/"$/, `${gzipTagSuffix}"`);
}

function plainTag(tag: string): string {
  return tag.endsWith(`${gzipTagSuffix}"`) ? `${tag.slice(0, -gzipTagSuffix.length - 1)}"` : tag;
}
