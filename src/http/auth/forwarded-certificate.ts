import { X509Certificate } from 'node:crypto';
import type { ClientCertForm } from '../../config/proxy-config.js';

/** Returns the DER bytes of the certificate that a proxy has written into a header; null for anything else. */
export function forwardedCertificate(form: ClientCertForm, header: string): Buffer | null {
  const bytes = readers[form](header);
  return bytes !== null && isCertificate(bytes) ? bytes : null;
}

const readers: Readonly<Record<ClientCertForm, (header: string) => Buffer | null>> = {
  rfc9440: structuredByteSequence,
  'url-encoded-pem': urlEncodedPem,
  xfcc: lastOfXfcc,
  'base64-der': base64,
};

/** Reads base64 between colons (RFC 9440 §2.2, RFC 8941 §3.3.5). */
function structuredByteSequence(header: string): Buffer | null {
  const match = /^\s*:([^:]*):\s*$/.exec(header);
  return match?.[1] === undefined ? null : base64(match[1]);
}

function base64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}

/** The first certificate is the client's own; AWS appends its chain (RFC 8446 §4.4.2). */
const pemPattern =
  /^\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*(?:-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)*$/;

/** `+` stands for itself: AWS leaves it unescaped. */
function urlEncodedPem(header: string): Buffer | null {
  try {
    const body = pemPattern.exec(decodeURIComponent(header))?.[1];
    return body === undefined ? null : base64(body.replaceAll(/\s/g, ''));
  } catch {
    return null;
  }
}

/** One `Key=Value` of Envoy's X-Forwarded-Client-Cert; the value may be quoted. */
const xfccPair = /\s*(\w+)=("(?:[^"\\]|\\.)*"|[^",;]*)([,;]|$)/y;

/**
 * Reads `Cert` of the last element of X-Forwarded-Client-Cert, which the nearest proxy has added. Returns null if the
 * header has another syntax or if the element has more than one certificate.
 */
function lastOfXfcc(header: string): Buffer | null {
  let certificates: string[] = [];
  let end = 0;
  while (end < header.length) {
    xfccPair.lastIndex = end;
    const [pair, key, value = '', separator] = xfccPair.exec(header) ?? [];
    if (pair === undefined) return null;
    if (key?.toLowerCase() === 'cert') certificates.push(value.replaceAll('"', ''));
    end += pair.length;
    if (separator === ',') certificates = [];
  }
  const [only, ...others] = certificates;
  return only === undefined || others.length > 0 ? null : urlEncodedPem(only);
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.equals(bytes);
  } catch {
    return false;
  }
}
