import { type ValidationArguments, type ValidationOptions, registerDecorator } from 'class-validator';
import { codePoints, matching, noAngleBrackets, storable, type TextCheck } from './text-checks.js';

/**
 * Rules of text fields. Each reports only its own fault: a value that is not text breaks only `IsText`, and an absent
 * value breaks none of them.
 */
function textRule(
  name: string,
  { holds, sentence }: TextCheck,
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
  return textRule('codePoints', codePoints(min, max), options);
}

/** The pattern `^[^<>]*$` of the published Directory. */
export function NoAngleBrackets(options?: ValidationOptions): PropertyDecorator {
  return textRule('noAngleBrackets', noAngleBrackets, options);
}

/** Text that PostgreSQL can store: without NUL and lone surrogates. */
export function IsStorable(options?: ValidationOptions): PropertyDecorator {
  return textRule('isStorable', storable, options);
}

/** The value matches the pattern; the sentence describes the pattern. */
export function MatchesText(
  pattern: RegExp,
  sentence: string,
  options?: ValidationOptions,
): PropertyDecorator {
  return Meets(matching(pattern, sentence), options);
}

/** The value meets the condition. */
export function Meets(check: TextCheck, options?: ValidationOptions): PropertyDecorator {
  // The sentence is part of the name, because class-validator reports only the last of two rules with the same name.
  return textRule(`matchesText ${check.sentence}`, check, options);
}

/** class-validator calls the rules of items for a value that is not a list; another rule reports that fault. */
function isNotAList(
  options: ValidationOptions | undefined,
  context: ValidationArguments | undefined,
): boolean {
  return options?.each === true && !Array.isArray(context?.value);
}
