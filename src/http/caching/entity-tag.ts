import { createHash } from 'node:crypto';

/** Representations with different bytes must not share a strong tag (RFC 9110 §8.8.3). */
const gzipTagSuffix = '-gzip';

/** Returns the strong entity tag of a representation, quotes included: a hash of its bytes. */
export function entityTagOf(representation: string | Uint8Array): string {
  return `"${createHash('sha256').update(representation).digest('base64url').slice(0, 27)}"`;
}

/** Returns a weak entity tag: the same one for the same key, whatever the bytes (RFC 9110 §8.8.1). */
export function weakEntityTagOf(key: string): string {
  return `W/${entityTagOf(key)}`;
}

/** Tags in quotes, W/ before a weak one (RFC 9110 §8.8.3). */
const tagList = /^\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*\s*$/;
const eachTag = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Returns true for `*` or a list of entity tags. */
export function isTagList(header: string): boolean {
  return header.trim() === '*' || tagList.test(header);
}

/**
 * Returns true if `If-Match` is `*` or contains the tag, compared strongly (RFC 9110 §13.1.1). A malformed header matches
 * nothing. The tag of the compressed form matches too.
 */
export function ifMatchHolds(header: string, tag: string): boolean {
  if (header.trim() === '*') return true;
  if (!tagList.test(header)) return false;
  return [...header.matchAll(eachTag)].some(
    (match) => match[1] === undefined && plainTag(match[2] ?? '') === tag,
  );
}

/** Returns true if `If-None-Match` is `*` or contains the tag, compared weakly (RFC 9110 §13.1.2). */
export function ifNoneMatchNames(header: string, tag: string): boolean {
  if (header.trim() === '*') return true;
  const opaque = tag.replace(/^W\//, '');
  return [...header.matchAll(eachTag)].some((match) => plainTag(match[2] ?? '') === opaque);
}

/** Returns the tag of the gzip form. */
export function gzipTag(tag: string): string {
  return tag.replace(/"$/, `${gzipTagSuffix}"`);
}

function plainTag(tag: string): string {
  return tag.endsWith(`${gzipTagSuffix}"`) ? `${tag.slice(0, -gzipTagSuffix.length - 1)}"` : tag;
}
