import { type ValidationOptions, registerDecorator } from 'class-validator';

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

/** The field must be there; the sentence is the published one. */
export function Provided(): PropertyDecorator {
  return rule('provided', 'must be provided', (value) => value !== undefined);
}

/** A JSON boolean. */
export function IsTrueOrFalse(): PropertyDecorator {
  return rule(
    'isTrueOrFalse',
    'must be true or false',
    (value) => value === undefined || typeof value === 'boolean',
  );
}

/** A JSON number without fraction between the bounds. */
export function IsWholeNumber(least: number, most: number): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    value === undefined ||
    (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most);
  return rule('isWholeNumber', `must be a whole number from ${least} to ${most}`, holds);
}

/** Digits of a query parameter that name a whole number between the bounds. */
export function IsWholeNumberText(least: number, most: number): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    typeof value !== 'string' ||
    (/^\d{1,15}$/.test(value) && Number(value) >= least && Number(value) <= most);
  return rule('isWholeNumberText', `must be a whole number from ${least} to ${most}`, holds);
}

/** One of the listed words, letter case counts. */
export function IsOneOf(words: readonly string[]): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    value === undefined || (typeof value === 'string' && words.includes(value));
  return rule('isOneOf', `must be one of ${words.join(', ')}`, holds);
}

/** A JSON array of at most `most` distinct items. */
export function IsDistinctList(most: number): PropertyDecorator {
  const holds = (value: unknown): boolean =>
    value === undefined ||
    (Array.isArray(value) && value.length <= most && new Set(value).size === value.length);
  return rule('isDistinctList', `must be a list of at most ${most} items without repetition`, holds);
}

const repeatableFields = new WeakMap<object, Set<string>>();

/** A query parameter that may be given more than once; its value is then always a list. */
export function Repeatable(): PropertyDecorator {
  return (target, property) => {
    const known = repeatableFields.get(target.constructor) ?? new Set<string>();
    repeatableFields.set(target.constructor, known.add(String(property)));
  };
}

/** The repeatable parameters of a query shape. */
export function repeatableFieldsOf(type: object): ReadonlySet<string> {
  return repeatableFields.get(type) ?? new Set();
}
