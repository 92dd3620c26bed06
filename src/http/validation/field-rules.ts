import { type ValidationOptions, registerDecorator } from 'class-validator';
import { providedSentence } from './text-checks.js';

function rule(
  name: string,
  sentence: string,
  holds: (value: unknown) => boolean,
  options: ValidationOptions = {},
): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: { message: `$property ${sentence}`, ...options },
      validator: { validate: holds },
    });
  };
}

const provided = rule('provided', providedSentence, (value) => value !== undefined);

/** The field is required; the sentence is the published one. Every call returns the same decorator. */
export function Provided(): PropertyDecorator {
  return provided;
}

/** A JSON boolean. */
export function IsTrueOrFalse(): PropertyDecorator {
  return rule(
    'isTrueOrFalse',
    'must be true or false',
    (value) => value === undefined || typeof value === 'boolean',
  );
}

/** A query parameter that is `true` or `false` in any case: Python writes `True`. */
export function IsTrueOrFalseText(): PropertyDecorator {
  return rule(
    'isTrueOrFalseText',
    'must be true or false, in any case',
    (value) => typeof value !== 'string' || /^(?:true|false)$/i.test(value),
  );
}

/** A whole JSON number between the bounds. */
export function IsWholeNumber(min: number, max: number): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    value === undefined ||
    (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max);
  return rule('isWholeNumber', `must be a whole number from ${min} to ${max}`, holds);
}

/** A query parameter that is a whole number between the bounds. */
export function IsWholeNumberText(min: number, max: number): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    typeof value !== 'string' || (/^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max);
  return rule('isWholeNumberText', `must be a whole number from ${min} to ${max}`, holds);
}

/** One of the listed words, with exact letter case. */
export function IsOneOf(words: readonly string[]): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    value === undefined || (typeof value === 'string' && words.includes(value));
  return rule('isOneOf', `must be one of ${words.join(', ')}`, holds);
}

/** A JSON array of at most `max` distinct items; `items` names them in the sentence. */
export function IsDistinctList(max: number, items = 'items'): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    value === undefined ||
    (Array.isArray(value) && value.length <= max && new Set(value).size === value.length);
  return rule('isDistinctList', `must be a list of at most ${max} ${items} without repetition`, holds);
}

/** A list whose items are among the listed words, with exact letter case; another rule reports a value that is no list. */
export function AreOneOf(words: readonly string[]): PropertyDecorator {
  const isWord = (item: unknown): boolean => typeof item === 'string' && words.includes(item);
  const holds = (value: unknown): boolean => !Array.isArray(value) || value.every(isWord);
  const message = `each of $property must be one of ${words.join(', ')}`;
  return rule('areOneOf', '', holds, { message });
}

/** A JSON array with at least one item. */
export function IsFilledList(): PropertyDecorator {
  const holds = (value: unknown): boolean => !Array.isArray(value) || value.length > 0;
  return rule('isFilledList', 'must have at least one item; leave it out for all', holds);
}

const repeatableFields = new WeakMap<object, Set<string>>();

/** A query parameter that may be repeated; its value is always a list. */
export function Repeatable(): PropertyDecorator {
  return (target, property) => {
    const known = repeatableFields.get(target.constructor) ?? new Set<string>();
    repeatableFields.set(target.constructor, known.add(String(property)));
  };
}

/** Returns the names of the repeatable parameters of a query class. */
export function repeatableFieldsOf(type: object): ReadonlySet<string> {
  return repeatableFields.get(type) ?? new Set();
}
