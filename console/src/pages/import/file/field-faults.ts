import type { FieldSchema } from 'virtual:openapi';
import {
  codePoints,
  noAngleBrackets,
  noAngleBracketsPattern,
  storable,
  type TextCheck,
} from '../../../../../src/http/validation/text-checks.js';

/** Returns the words that a field may have. */
export function wordsOf(schema: FieldSchema | undefined): string[] {
  return (schema?.enum ?? []).filter((one) => one !== null);
}

/**
 * Returns the faults of a value in the API's own sentences and order, each without the name of the field.
 * @param more the checks of a text that the schema does not have
 */
export function faultsOf(schema: FieldSchema, value: unknown, more: readonly TextCheck[]): string[] {
  if (schema.enum !== undefined) {
    const words = wordsOf(schema);
    return typeof value === 'string' && words.includes(value) ? [] : [`must be one of ${words.join(', ')}`];
  }
  const { type = [] } = schema;
  if (type.includes('boolean')) return typeof value === 'boolean' ? [] : ['must be true or false'];
  if (type.includes('integer')) return faultsOfInteger(schema, value);
  return type.includes('string') ? faultsOfText(schema, value, more) : [];
}

function faultsOfInteger({ minimum = 0, maximum = 0 }: FieldSchema, value: unknown): string[] {
  const isWithin = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
  return isWithin ? [] : [`must be a whole number from ${minimum} to ${maximum}`];
}

function faultsOfText(schema: FieldSchema, value: unknown, more: readonly TextCheck[]): string[] {
  if (typeof value !== 'string') return ['must be text'];
  return [...checksOf(schema), ...more].filter(({ holds }) => !holds(value)).map(({ sentence }) => sentence);
}

function checksOf({ minLength = 0, maxLength, pattern }: FieldSchema): TextCheck[] {
  return [
    ...(maxLength === undefined ? [] : [codePoints(minLength, maxLength)]),
    ...(pattern === noAngleBracketsPattern ? [noAngleBrackets] : []),
    storable,
  ];
}
