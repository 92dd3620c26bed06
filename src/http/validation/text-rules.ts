import { type ValidationArguments, type ValidationOptions, registerDecorator } from 'class-validator';

/**
 * Rules of text fields. Each reports only its own fault: a value that is not text breaks only `IsText`, and an absent
 * value breaks none of them.
 */
type Rule = (value: string) => boolean;

function textRule(
  name: string,
  holds: Rule,
  sentence: string,
  options?: ValidationOptions,
): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: {
        message: options?.each === true ? `each of $property ${sentence}` : `$property ${sentence}`,
        ...options,
      },
      validator: {
        validate: (value: unknown, context?: ValidationArguments) =>
          isNotAList(options, context) || typeof value !== 'string' || holds(value),
      },
    });
  };
}

/** The value is a string. */
export function IsText(options?: ValidationOptions): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isText',
      target: target.constructor,
      propertyName: String(property),
      options: {
        message: options?.each === true ? 'each of $property must be text' : '$property must be text',
        ...options,
      },
      validator: {
        validate: (value: unknown, context?: ValidationArguments) =>
          isNotAList(options, context) || value === undefined || typeof value === 'string',
      },
    });
  };
}

/** Between `min` and `max` Unicode code points, as PostgreSQL counts them. */
export function CodePoints(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  const holds: Rule = (value) => isWithin(value, min, max);
  const bounds = min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return textRule('codePoints', holds, `must have ${bounds} characters`, options);
}

/** The pattern `^[^<>]*$` of the published Directory. */
export function NoAngleBrackets(options?: ValidationOptions): PropertyDecorator {
  return textRule('noAngleBrackets', (value) => !/[<>]/.test(value), 'must not contain < or >', options);
}

/** Text that PostgreSQL can store: without NUL and lone surrogates. */
export function IsStorable(options?: ValidationOptions): PropertyDecorator {
  const holds: Rule = (value) => !value.includes('\u0000') && value.isWellFormed();
  return textRule('isStorable', holds, 'must be valid Unicode without NUL', options);
}

/** The value matches the pattern; the sentence describes the pattern. */
export function MatchesText(
  pattern: RegExp,
  sentence: string,
  options?: ValidationOptions,
): PropertyDecorator {
  // The sentence is part of the name, because class-validator reports only the last of two rules with the same name.
  return textRule(`matchesText ${sentence}`, (value) => pattern.test(value), sentence, options);
}

/** class-validator calls the rules of items for a value that is not a list; another rule reports that fault. */
function isNotAList(
  options: ValidationOptions | undefined,
  context: ValidationArguments | undefined,
): boolean {
  return options?.each === true && !Array.isArray(context?.value);
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
