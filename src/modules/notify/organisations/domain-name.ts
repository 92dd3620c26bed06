import { toAsciiHost } from '../validation/ascii-host.js';

const maxLength = 253;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** A top-level label. It is never a number, because a host that ends with a number is an IP address. */
const lastLabel = /^([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;
const government = '.gov.uk';
/** The government's old secure domain, whose addresses are those of `gov.uk` (contract section 1.3). */
const secure = '.gsi';

/**
 * Returns a host in the form in which domains are stored and looked up: lower case, A-labels, `.gov.uk` for
 * `.gsi.gov.uk`. A host without such a form, which owns nothing, is returned in lower case.
 */
export function toLookupForm(host: string): string {
  const isAscii = /^\p{ASCII}*$/u.test(host);
  const ascii = isAscii ? null : toAsciiHost(host);
  const [last = '', ...before] = (ascii ?? host.toLowerCase()).split(government).reverse();
  return [...before.reverse().map(withoutSecure), last].join(government);
}

function withoutSecure(beginning: string): string {
  let end = beginning.length;
  while (beginning.endsWith(secure, end)) end -= secure.length;
  return beginning.slice(0, end);
}

/** Returns a domain as stored, in the form that is looked up; null if it is not a host name of at least two labels. */
export function toDomain(text: string): string | null {
  // Also refuses A-labels that no international label has.
  const host = toAsciiHost(text.trim());
  if (host === null) return null;
  const domain = toLookupForm(host);
  if (domain.length > maxLength) return null;
  const labels = domain.split('.');
  const isHostName =
    labels.length >= 2 && labels.every((each) => label.test(each)) && lastLabel.test(labels.at(-1) ?? '');
  return isHostName ? domain : null;
}
