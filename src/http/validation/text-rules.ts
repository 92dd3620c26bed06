import { type ValidationArguments, type ValidationOptions, registerDecorator } from 'class-validator';

/**
 * Rules of single text fields. Each is silent about what another rule is for: a value that is no text breaks
 * `IsText` alone, and one that is absent breaks none of these.
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
          isNoList(options, context) || typeof value !== 'string' || holds(value),
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
          isNoList(options, context) || value === undefined || typeof value === 'string',
      },
    });
  };
}

/** Between `least` and `most` Unicode code points, as the database counts them. */
export function CodePoints(least: number, most: number, options?: ValidationOptions): PropertyDecorator {
  const holds: Rule = (value) => isWithin(value, least, most);
  const bounds = least === 0 ? `at most ${most}` : `${least} to ${most}`;
  return textRule('codePoints', holds, `must have ${bounds} characters`, options);
}

/** `^[^<>]*$` of the published Directory. */
export function NoAngleBrackets(options?: ValidationOptions): PropertyDecorator {
  return textRule('noAngleBrackets', (value) => !/[<>]/.test(value), 'must not contain < or >', options);
}

/** PostgreSQL keeps any text but NUL and what is not valid Unicode (lone surrogates). */
export function IsStorable(options?: ValidationOptions): PropertyDecorator {
  const holds: Rule = (value) => !value.includes('\u0000') && value.isWellFormed();
  return textRule('isStorable', holds, 'must be valid Unicode without NUL', options);
}

/** The value matches, with a sentence that says what it should have been. */
export function MatchesText(
  pattern: RegExp,
  sentence: string,
  options?: ValidationOptions,
): PropertyDecorator {
  // Of two rules of one name on a field, class-validator would report the last alone.
  return textRule(`matchesText ${sentence}`, (value) => pattern.test(value), sentence, options);
}

/** class-validator hands what should be a list, and is none, to the rules of its items; it is another rule's to say so. */
function isNoList(options: ValidationOptions | undefined, context: ValidationArguments | undefined): boolean {
  return options?.each === true && !Array.isArray(context?.value);
}

/**
 * Counts code points without spreading the text into an array: some fields hold 65,535 of them. Most texts need no
 * counting, for n UTF-16 units are at least n / 2 and at most n code points.
 */
function isWithin(value: string, least: number, most: number): boolean {
  if (value.length < least || value.length > most * 2) return false;
  if (value.length >= least * 2 && value.length <= most) return true;
  let count = 0;
  for (let index = 0; index < value.length; index += (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1)
    count++;
  return count >= least && count <= most;
}
