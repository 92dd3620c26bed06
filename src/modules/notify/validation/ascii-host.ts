import { domainToASCII } from 'node:url';

/** Characters of a host. The URL parser would stop at a slash, drop line breaks and decode escapes. */
const hostCharacters = /^[a-z0-9.\u0080-\u{10ffff}-]+$/iu;

/** Returns a host in lower case with A-labels for international ones (IDNA); null if it has no such form. */
export function toAsciiHost(host: string): string | null {
  if (!hostCharacters.test(host)) return null;
  const ascii = domainToASCII(host);
  return ascii === '' ? null : ascii;
}
