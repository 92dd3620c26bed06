import { domainToASCII } from 'node:url';
import { SchemaRule } from './schema-rules.js';

const maxLength = 320;
const maxHostLength = 253;
const localPart = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
const label = /^(xn-|[a-z0-9]+)(-?-[a-z0-9]+)*$/i;
const lastLabel = /^([a-z]{2,63}|xn--([a-z0-9]+-)*[a-z0-9]+)$/i;
/** Characters of a host. The URL parser would stop at a slash, drop line breaks and decode escapes. */
const hostCharacters = /^[a-z0-9.\u0080-\u{10ffff}-]+$/iu;
/** Invisible white space, removed anywhere in an address (the peer's list). */
const obscureWhitespace = /\u180e|\u200b|\u200c|\u200d|\u2060|\ufeff|\u00a0|\u202f|\u2028|\u2029/g;

/** Returns an address without surrounding and invisible white space. */
export function cleanEmailAddress(address: string): string {
  return address.replace(obscureWhitespace, '').trim();
}

/** True for an address by Notify's rule (contract section 1.0); no such address can end a header line. */
export function isEmailAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > maxLength * 2) return false;
  const address = cleanEmailAddress(value);
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > maxLength || address.includes('..')) return false;
  return localPart.test(address.slice(0, at)) && isMailHost(address.slice(at + 1));
}

/** A host of at least two labels, IDNA-encodable. */
function isMailHost(host: string): boolean {
  if (!hostCharacters.test(host)) return false;
  const ascii = domainToASCII(host);
  if (ascii === '' || ascii.length > maxHostLength) return false;
  const labels = ascii.split('.');
  if (labels.length < 2 || labels.some((part) => part === '' || part.length > 63 || !label.test(part)))
    return false;
  return lastLabel.test(labels.at(-1) ?? '');
}

/** An e-mail address. Every fault has the same text. */
export function EmailAddressField(): PropertyDecorator {
  return SchemaRule('emailAddress', (value) => (isEmailAddress(value) ? [] : ['Not a valid email address']));
}
