/**
 * Media ranges of an Accept header that match `application/json` in UTF-8, most specific first (RFC 9110 §12.5.1).
 */
const jsonRanges: readonly RegExp[] = [
  /^application\/json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?;?$/i,
  /^application\/\*$/i,
  /^\*\/\*$/,
];

/** Returns true if an Accept header accepts JSON. The most specific matching range decides; q=0 excludes. */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const ranges = accept.split(',').map(parseRange);
  for (const pattern of jsonRanges) {
    const matching = ranges.filter((range) => pattern.test(range.type));
    if (matching.length > 0) return matching.some((range) => range.quality > 0);
  }
  return false;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

/**
 * Ignores the extension parameters after q. An invalid q counts as 0. The text is split and not matched, because a regular
 * expression over many blanks can backtrack for long.
 */
function parseRange(text: string): MediaRange {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const weight = parts.findIndex((part) => /^q\s*=/i.test(part));
  if (weight < 0) return { type: parts.join('; '), quality: 1 };
  const quality = Number((parts[weight] ?? '').replace(/^q\s*=\s*/i, ''));
  const isValid = quality > 0 && quality <= 1;
  return { type: parts.slice(0, weight).join('; '), quality: isValid ? quality : 0 };
}

/** Returns true for `application/json` without a charset or with UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/json(\s*;\s*charset\s*=\s*("utf-8"|utf-8))?\s*;?$/i.test(contentType?.trim() ?? '');
}

/** Returns true for `type/subtype` with any parameters. */
export function isWellFormedMediaType(contentType: string): boolean {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;.*)?$/.test(contentType);
}

export const jsonType = 'application/json';
/** JSON Merge Patch (RFC 7396). */
export const mergePatchType = 'application/merge-patch+json';

/** Returns true for JSON or JSON Merge Patch. */
export function isJsonOrMergePatch(contentType: string | undefined): boolean {
  return isJson(contentType?.trim().replace(/^application\/merge-patch\+json(?=\s*(;|$))/i, jsonType));
}
