import type { FieldSchemas, FieldValue } from './form-values.ts';

/** The words that an operator alone may move a Status to. */
const operatorWords = new Set(['Active']);

/**
 * Returns the words that the caller may choose for a field; none for a field that takes any text.
 * @param present the value in the directory, which everybody may keep; null for a new organisation
 */
export function wordsFor(
  field: string,
  fields: FieldSchemas,
  present: FieldValue | null,
  isOperator: boolean,
): string[] {
  const words = (fields[field]?.enum ?? []).filter((word) => word !== null);
  if (field !== 'Status' || isOperator) return words;
  return words.filter((word) => !operatorWords.has(word) || word === present);
}
