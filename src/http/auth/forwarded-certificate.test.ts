import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { forwardedCertificate } from './forwarded-certificate.js';

const fixtures = join(__dirname, '..', '..', '..', 'test', 'fixtures');
const read = (name: string): X509Certificate =>
  new X509Certificate(readFileSync(join(fixtures, `${name}.pem`)));
const mine = read('client-certificate');
const other = read('other-client-certificate');
const pem = mine.toString();

/** As nginx, ingress-nginx and Envoy escape. */
const escaped = encodeURIComponent(pem);
/** As AWS escapes: `+`, `=` and `/` stay. */
const escapedByAws = (text: string): string =>
  encodeURIComponent(text).replaceAll(/%2B|%3D|%2F/g, decodeURIComponent);
const base64 = mine.raw.toString('base64');
const xfcc = (certificate: X509Certificate): string => `Cert="${encodeURIComponent(certificate.toString())}"`;

describe('forwardedCertificate reads', () => {
  it.each([
    ['rfc9440', 'base64 between colons', `:${base64}:`],
    ['url-encoded-pem', 'escaped PEM', escaped],
    [
      'url-encoded-pem',
      'escaped PEM in lower-case hex',
      escaped.replaceAll(/%../g, (hex) => hex.toLowerCase()),
    ],
    ['url-encoded-pem', 'PEM with + = / as they are', escapedByAws(pem)],
    ['url-encoded-pem', 'PEM with CRLF', encodeURIComponent(pem.replaceAll('\n', '\r\n'))],
    ['url-encoded-pem', 'PEM in one line with blanks, as Apache writes', pem.replaceAll('\n', ' ')],
    ['url-encoded-pem', 'the first of a chain', escapedByAws(pem + other.toString())],
    ['xfcc', 'Cert alone', xfcc(mine)],
    ['xfcc', 'cert in small letters and without quotes', `cert=${escaped}`],
    [
      'xfcc',
      'Cert among the other keys of Envoy',
      `By=spiffe://a/b;Hash=0123;${xfcc(mine)};Chain="${escaped}";Subject="CN=a, O=\\"b;c\\"";URI=;DNS=a.example;DNS=b.example`,
    ],
    ['xfcc', 'Cert of the last element', `${xfcc(other)};By=x,Hash=1;${xfcc(mine)}`],
    ['xfcc', 'Cert of the last of two headers', `${xfcc(other)}, ${xfcc(mine)}`],
    ['base64-der', 'base64 alone', base64],
  ] as const)('%s: %s', (form, _, header) => {
    expect(forwardedCertificate(form, header)?.equals(mine.raw)).toBe(true);
  });
});

describe('forwardedCertificate returns null for', () => {
  it.each([
    ['rfc9440', 'bare base64', base64],
    ['rfc9440', 'two certificates', `:${base64}:, :${base64}:`],
    ['rfc9440', 'blanks between the colons', `: ${base64} :`],
    ['rfc9440', 'escaped PEM', escaped],
    ['rfc9440', 'XFCC', xfcc(mine)],
    ['url-encoded-pem', 'an empty header', ''],
    ['url-encoded-pem', 'nginx without a certificate', '-'],
    ['url-encoded-pem', 'two headers', `${escaped}, ${escaped}`],
    ['url-encoded-pem', 'text before the certificate', `x${escaped}`],
    ['url-encoded-pem', 'text after the certificate', `${escaped}x`],
    ['url-encoded-pem', 'a damaged escape', escaped.replace('%0A', '%0')],
    ['url-encoded-pem', '+ for a blank', escaped.replaceAll('%2B', '%20')],
    ['url-encoded-pem', 'another kind of PEM', escaped.replaceAll('CERTIFICATE', 'TRUSTED%20CERTIFICATE')],
    ['url-encoded-pem', 'base64 of something else', encodeURIComponent(pem.replace(/\n[^-]+\n/, '\neA==\n'))],
    ['url-encoded-pem', 'RFC 9440', `:${base64}:`],
    ['xfcc', 'escaped PEM without a key', escaped],
    ['xfcc', 'a last element without Cert', `${xfcc(mine)},Hash=1`],
    ['xfcc', 'Cert inside the quotes of another key', `Subject="x;${xfcc(mine).replaceAll('"', '\\"')}"`],
    ['xfcc', 'an element with two of Cert', `${xfcc(other)};${xfcc(mine)}`],
    ['xfcc', 'a quote that is not closed', `Subject="x;Cert=${escaped}`],
    [
      'xfcc',
      'an element of the client that swallows that of the proxy',
      `${xfcc(mine)};URI=",Hash=1;${xfcc(other)}`,
    ],
    ['xfcc', 'text behind a closing quote', `${xfcc(mine)}x`],
    ['base64-der', 'base64 of something else', 'eA=='],
    [
      'base64-der',
      'bytes behind the certificate',
      Buffer.concat([mine.raw, Buffer.from('x')]).toString('base64'),
    ],
    ['base64-der', 'RFC 9440', `:${base64}:`],
  ] as const)('%s: %s', (form, _, header) => {
    expect(forwardedCertificate(form, header)).toBeNull();
  });

  it.each(['rfc9440', 'url-encoded-pem', 'xfcc', 'base64-der'] as const)(
    '%s: long hostile text, in linear time',
    (form) => {
      for (const piece of [' ', '"', '\\"', 'Cert=', ';', '-----BEGIN CERTIFICATE-----', 'A', '%'])
        expect(forwardedCertificate(form, `${piece.repeat(100_000)}!`)).toBeNull();
    },
  );
});
