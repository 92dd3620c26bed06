import { registerDecorator, type ValidationArguments } from 'class-validator';
import { asciiLowerCase } from '../../../fields/ascii-lower-case.js';
import { whiteSpace } from '../directory-fields.js';

/** The published Directory's pattern of a user's email. */
export const userEmailPattern =
  /^(([^<>()[\]\\.,;:\s@"]+(\.[^<>()[\]\\.,;:\s@"]+)*)|(".+"))@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\])|(([a-zA-Z\-0-9]+\.)+[a-zA-Z]{2,}))$/;

/** The same rules in SQL, for a stored address, which is in lower case. */
export const userEmailCheck = `user_email ~ '^(([^<>()[\\]\\\\.,;:@"${whiteSpace}]+(\\.[^<>()[\\]\\\\.,;:@"${whiteSpace}]+)*)|("[^\\n\\r\\u2028\\u2029]+"))@((\\[[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\])|(([a-zA-Z\\-0-9]+\\.)+[a-zA-Z]{2,}))$'
   AND user_email !~ '[<>]' AND char_length(user_email) <= 254 AND user_email = lower(user_email COLLATE "C")`;

/** RFC 5321 §4.5.3.1.3, less the angle brackets of a path. */
export const maxEmailLength = 254;

/**
 * An address as admin users are known by: the published pattern, at most 254 characters, and neither angle brackets nor control
 * characters, which the pattern lets through in quotes.
 */
export function isUserEmail(value: string): boolean {
  const address = asciiLowerCase(value);
  return (
    [...address.slice(0, 2 * maxEmailLength + 1)].length <= maxEmailLength &&
    address.isWellFormed() &&
    !/[<>\p{Cc}]/u.test(address) &&
    userEmailPattern.test(address)
  );
}

/** An address that must be there. */
export function IsUserEmail(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isUserEmail',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `$property must be an email address of at most ${maxEmailLength} characters` },
      validator: {
        validate: (value: unknown) =>
          value === undefined || (typeof value === 'string' && isUserEmail(value)),
      },
    });
  };
}

/** An address in a query, where `+` means a blank. */
export function IsEmailInQuery(): PropertyDecorator {
  const message = ({ value, property }: ValidationArguments): string =>
    userEmailPattern.test(String(value).replaceAll(' ', '+'))
      ? `${property} has a blank where an email address may have +; in a query + means a blank, so send it as %2B`
      : `${property} must be an email address`;
  return (target, property) => {
    registerDecorator({
      name: 'isEmailInQuery',
      target: target.constructor,
      propertyName: String(property),
      options: { message },
      validator: {
        validate: (value: unknown) => typeof value !== 'string' || userEmailPattern.test(value),
      },
    });
  };
}
