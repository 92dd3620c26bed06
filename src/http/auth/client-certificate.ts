import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TrustedProxies } from './trusted-proxies.js';

/**
 * The SHA-256 thumbprint, base64url, of the certificate that the client showed (RFC 8705 §3.1), or null. A proxy that
 * ends TLS hands the certificate on in `Client-Cert` (RFC 9440 §2.2); from anybody else that header is worth nothing.
 */
export function clientCertificateThumbprint(
  request: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: TrustedProxies,
): string | null {
  const header = request.headers['client-cert'];
  if (typeof header !== 'string' || !proxies.isBehindProxy(request)) return null;
  const bytes = structuredByteSequence(header);
  if (bytes === null || !isCertificate(bytes)) return null;
  return createHash('sha256').update(bytes).digest('base64url');
}

/** RFC 8941 §3.3.5: base64 between colons. */
function structuredByteSequence(header: string): Buffer | null {
  const match = /^\s*:([A-Za-z0-9+/]+={0,2}):\s*$/.exec(header);
  return match?.[1] === undefined ? null : Buffer.from(match[1], 'base64');
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.equals(bytes);
  } catch {
    return false;
  }
}
