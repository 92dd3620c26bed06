import { asciiLowerCase } from '../../../fields/ascii-lower-case.js';

/** The published Directory's pattern of a user's email. */
export const userEmailPattern =
  /^(([^<>()[\]\\.,;:\s@"]+(\.[^<>()[\]\\.,;:\s@"]+)*)|(".+"))@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\])|(([a-zA-Z\-0-9]+\.)+[a-zA-Z]{2,}))$/;

/** RFC 5321 §4.5.3.1.3, less the angle brackets of a path. */
export const maxEmailLength = 254;

/** The sentence about a text that is no address, after the name of the field. */
export const emailSentence = `must be an email address of at most ${maxEmailLength} characters`;

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
