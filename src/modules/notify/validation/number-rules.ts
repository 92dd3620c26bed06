import { pythonText } from './python-text.js';
import { SchemaRule } from './schema-rules.js';

/** PostgreSQL's largest integer. */
export const maxInteger = 2_147_483_647;

/** A whole number within bounds, both included. */
export function WholeNumber(least: number, most: number): PropertyDecorator {
  return SchemaRule('wholeNumber', (value) => {
    if (!Number.isInteger(value)) return [`${pythonText(value)} is not of type integer`];
    const number = Number(value);
    if (number < least) return [`${pythonText(value)} is less than the minimum of ${least}`];
    return number > most ? [`${pythonText(value)} is greater than the maximum of ${most}`] : [];
  });
}

/** Allows white space around the number and a sign, as Python's `int()` does, but no underscores between digits. */
const wholeNumber = /^[+-]?\d+$/;

/** Returns the whole number in a parameter; null for any other text. */
export function parseWholeNumber(text: string): number | null {
  const trimmed = text.trim();
  return wholeNumber.test(trimmed) ? Number(trimmed) : null;
}
