import { registerDecorator, type ValidationArguments } from 'class-validator';
import { whiteSpace } from '../directory-fields.js';
import { emailSentence, isUserEmail, userEmailPattern } from '../participants-file/email-address.js';

/** The same rules in SQL, for a stored address, which is in lower case. */
export const userEmailCheck = `user_email ~ '^(([^<>()[\\]\\\\.,;:@"${whiteSpace}]+(\\.[^<>()[\\]\\\\.,;:@"${whiteSpace}]+)*)|("[^\\n\\r\\u2028\\u2029]+"))@((\\[[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\])|(([a-zA-Z\\-0-9]+\\.)+[a-zA-Z]{2,}))$'
   AND user_email !~ '[<>]' AND char_length(user_email) <= 254 AND user_email = lower(user_email COLLATE "C")`;

/** An address that must be there. */
export function IsUserEmail(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isUserEmail',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `$property ${emailSentence}` },
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
