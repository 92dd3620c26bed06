/**
 * Conditions of texts with their sentences. The console imports this file too, so it has no dependencies: a form shows the
 * sentence that the API would answer.
 */

/** A condition of a text; the sentence follows the name of the field if the text does not meet it. */
export interface TextCheck {
  readonly holds: (value: string) => boolean;
  readonly sentence: string;
}

/** For a required field without a value; the sentence is the published one. */
export const providedSentence = 'must be provided';

/** Between `min` and `max` Unicode code points, as PostgreSQL counts them. */
export function codePoints(min: number, max: number): TextCheck {
  const bounds = min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return { holds: (value) => isWithin(value, min, max), sentence: `must have ${bounds} characters` };
}

/** The published pattern of texts without angle brackets. */
export const noAngleBracketsPattern = '^[^<>]*$';

export const noAngleBrackets: TextCheck = {
  holds: (value) => !/[<>]/.test(value),
  sentence: 'must not contain < or >',
};

/** Text that PostgreSQL can store: without NUL and lone surrogates. */
export const storable: TextCheck = {
  holds: (value) => !value.includes('\u0000') && value.isWellFormed(),
  sentence: 'must be valid Unicode without NUL',
};

/** The text matches the pattern; the sentence describes the pattern. */
export function matching(pattern: RegExp, sentence: string): TextCheck {
  return { holds: (value) => pattern.test(value), sentence };
}

/**
 * Counts code points without an array, since a field may have 65,535 of them. Most texts need no counting: n UTF-16 units
 * are between n / 2 and n code points.
 */
function isWithin(value: string, min: number, max: number): boolean {
  if (value.length < min || value.length > max * 2) return false;
  if (value.length >= min * 2 && value.length <= max) return true;
  let count = 0;
  for (let index = 0; index < value.length; index += (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1)
    count++;
  return count >= min && count <= max;
}
