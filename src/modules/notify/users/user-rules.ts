import { SchemaRule } from '../validation/schema-rules.js';

/** ITU-T E.164: at most 15 digits. */
const mobileNumber = /^\+?(?:[ ()-]*\d){7,15}[ ()-]*$/;
const leastPasswordLength = 8;
const mostCharacters = 60;

/** A phone number of any country, with any spacing, or null. */
export function MobileNumberField(): PropertyDecorator {
  return SchemaRule('mobileNumber', (value) => {
    if (value === null) return [];
    const isGood = typeof value === 'string' && value.length <= mostCharacters && mobileNumber.test(value);
    return isGood ? [] : ['Invalid phone number'];
  });
}

/** A name that is not only white space. */
export function NameField(): PropertyDecorator {
  return SchemaRule('name', (value) =>
    typeof value === 'string' && value.trim() !== '' ? [] : ['Invalid name'],
  );
}

/** Text of at least eight characters. The fault does not repeat the value. */
export function PasswordField(): PropertyDecorator {
  return SchemaRule('password', (value) =>
    typeof value === 'string' && [...value].length >= leastPasswordLength
      ? []
      : [`Must be text of at least ${leastPasswordLength} characters`],
  );
}
