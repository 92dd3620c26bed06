/**
 * Media ranges of an Accept header (RFC 9110 §12.5.1) that take `application/json`, most specific first. A charset
 * other than UTF-8 asks for something else.
 */
const jsonRanges: readonly RegExp[] = [
  /^application\/json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?;?$/i,
  /^application\/\*$/i,
  /^\*\/\*$/,
];

/** True where the Accept header takes JSON: the most specific range that speaks of it decides, and q=0 excludes. */
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
 * Parameters behind q are extensions and left aside; a q that is no number counts as 0. Split rather than matched:
 * whoever asks needs no token, and a pattern over so many blanks could be made to take its time.
 */
function parseRange(text: string): MediaRange {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const weight = parts.findIndex((part) => /^q\s*=/i.test(part));
  if (weight < 0) return { type: parts.join('; '), quality: 1 };
  const quality = Number((parts[weight] ?? '').replace(/^q\s*=\s*/i, ''));
  const isGood = quality > 0 && quality <= 1;
  return { type: parts.slice(0, weight).join('; '), quality: isGood ? quality : 0 };
}

/** True for `application/json`, its charset absent or UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/json(\s*;\s*charset\s*=\s*("utf-8"|utf-8))?\s*;?$/i.test(contentType?.trim() ?? '');
}

/** True for a Content-Type that a strict reader can parse: `type/subtype`, then whatever parameters. */
export function isWellFormedMediaType(contentType: string): boolean {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;.*)?$/.test(contentType);
}
