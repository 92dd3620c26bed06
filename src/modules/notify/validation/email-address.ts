import { toAsciiHost } from './ascii-host.js';
import { withoutInvisible } from './invisible-characters.js';
import { notText, SchemaRule } from './schema-rules.js';

const maxLength = 320;
const maxHostLength = 253;
const localPart = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
const label = /^(xn-|[a-z0-9]+)(-?-[a-z0-9]+)*$/i;
const lastLabel = /^([a-z]{2,63}|xn--([a-z0-9]+-)*[a-z0-9]+)$/i;

/** Returns an address without surrounding and invisible white space. */
export function cleanEmailAddress(address: string): string {
  return withoutInvisible(address);
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
  const ascii = toAsciiHost(host);
  if (ascii === null || ascii.length > maxHostLength) return false;
  const labels = ascii.split('.');
  if (labels.length < 2 || labels.some((part) => part === '' || part.length > 63 || !label.test(part)))
    return false;
  return lastLabel.test(labels.at(-1) ?? '');
}

/** An e-mail address. Every fault of a text has the same text. */
export function EmailAddressField(): PropertyDecorator {
  return SchemaRule('emailAddress', (value) =>
    typeof value === 'string' ? faultsOf(value) : [notText(value)],
  );
}

/** The same in a body whose faults are reported by field: every fault has the same text. */
export function EmailAddressByField(): PropertyDecorator {
  return SchemaRule('emailAddress', faultsOf);
}

function faultsOf(value: unknown): string[] {
  return isEmailAddress(value) ? [] : ['Not a valid email address'];
}
