import type { OddValue } from './record.js';

/** Returns the value that a field gets, and a note where it is not the value of the file. */
export interface ReadValue {
  readonly value: unknown;
  readonly odd: readonly OddValue[];
}

/** Reads a number where text is due; other values as they are. Numbers that JSON may have rounded stay numbers. */
export function readAsText(field: string, given: unknown): ReadValue {
  const isExact = typeof given === 'number' && (Number.isSafeInteger(given) || !Number.isInteger(given));
  if (!isExact) return { value: given, odd: [] };
  return { value: String(given), odd: [{ kind: `${field}: number read as text`, because: null, given }] };
}

/** Reads one of `words` in any letter case; other values as they are. */
export function readAsWord(field: string, words: readonly string[], given: unknown): ReadValue {
  if (typeof given !== 'string' || words.includes(given)) return { value: given, odd: [] };
  const word = words.find((one) => one.toLowerCase() === given.trim().toLowerCase());
  if (word === undefined) return { value: given, odd: [] };
  return { value: word, odd: [{ kind: `${field}: read in another letter case`, because: null, given }] };
}

/** Reads `true` and `false` as text in any letter case; other values as they are. */
export function readAsBoolean(field: string, given: unknown): ReadValue {
  const word = typeof given === 'string' ? given.trim().toLowerCase() : '';
  if (word !== 'true' && word !== 'false') return { value: given, odd: [] };
  const odd = { kind: `${field}: text read as true or false`, because: null, given };
  return { value: word === 'true', odd: [odd] };
}

/** The note on a value that is left out; `because` says what it must be. */
export function leftOutValue(field: string, because: string, given: unknown): OddValue {
  return { kind: `${field}: left out`, because, given };
}
