import type { FieldSchema } from 'virtual:openapi';
import type { TextShape } from '../../../../../src/modules/directory/participants-file/text-shapes.js';

/** A rule of a text beside those of the schema. */
export interface FieldRule {
  readonly holds: (value: unknown) => boolean;
  /** Follows the name of the field. */
  readonly sentence: string;
}

/** The pattern that the API explains as `must not contain < or >`. */
const noAngleBrackets = '^[^<>]*$';

export function matches({ pattern, sentence }: TextShape): FieldRule {
  return ofText((text) => pattern.test(text), sentence);
}

/** Returns the words that a field may have. */
export function enumOf(schema: FieldSchema | undefined): string[] {
  return (schema?.enum ?? []).filter((one) => one !== null);
}

/** Returns the faults of a value in the API's own sentences, each without the name of the field. */
export function faultsOf(schema: FieldSchema, value: unknown, more: readonly FieldRule[] = []): string[] {
  const { type = [], enum: words, minimum = 0, maximum = 0 } = schema;
  if (words !== undefined) {
    const isWord = typeof value === 'string' && words.includes(value);
    return isWord ? [] : [`must be one of ${enumOf(schema).join(', ')}`];
  }
  if (type.includes('boolean')) return typeof value === 'boolean' ? [] : ['must be true or false'];
  if (type.includes('integer')) {
    const isWithin = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
    return isWithin ? [] : [`must be a whole number from ${minimum} to ${maximum}`];
  }
  return type.includes('string') ? faultsOfText(schema, value, more) : [];
}

function faultsOfText(
  { minLength = 0, maxLength, pattern }: FieldSchema,
  value: unknown,
  more: readonly FieldRule[],
): string[] {
  const rules = [
    { holds: isText, sentence: 'must be text' },
    ...(maxLength === undefined ? [] : [codePoints(minLength, maxLength)]),
    ...(pattern === noAngleBrackets ? [ofText((text) => !/[<>]/.test(text), 'must not contain < or >')] : []),
    ofText(isStorable, 'must be valid Unicode without NUL'),
    ...more,
  ];
  return rules.filter(({ holds }) => !holds(value)).map(({ sentence }) => sentence);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** The directory counts code points: an emoji is one character. */
function codePoints(min: number, max: number): FieldRule {
  const bounds = min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return ofText((text) => {
    if (text.length > 2 * max) return false;
    const count = [...text].length;
    return count >= min && count <= max;
  }, `must have ${bounds} characters`);
}

/** Another rule reports a value that is no text. */
export function ofText(holds: (text: string) => boolean, sentence: string): FieldRule {
  return { holds: (value) => !isText(value) || holds(value), sentence };
}
