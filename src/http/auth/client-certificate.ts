import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { TrustedProxies } from './trusted-proxies.js';

/**
 * Returns the SHA-256 thumbprint, base64url, of the client's certificate (RFC 8705 §3.1), or null. The certificate comes
 * from the TLS connection, signed by one of our authorities, or from the `Client-Cert` header of a trusted proxy (RFC
 * 9440 §2.2). The proxy's own certificate and the header of any other peer are ignored.
 */
export function clientCertificateThumbprint(
  request: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: TrustedProxies,
): string | null {
  if (!proxies.isBehindProxy(request)) return tlsThumbprint(request.socket);
  const header = request.headers['client-cert'];
  const bytes = typeof header === 'string' ? structuredByteSequence(header) : null;
  return bytes === null || !isCertificate(bytes) ? null : thumbprintOf(bytes);
}

/** By connection. Renegotiation is off, so a connection keeps its certificate. */
const thumbprints = new WeakMap<IncomingMessage['socket'], string | null>();

function tlsThumbprint(socket: IncomingMessage['socket']): string | null {
  const known = thumbprints.get(socket);
  if (known !== undefined) return known;
  // A resumed connection is `authorized` even without a certificate.
  const certificate =
    socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : null;
  const thumbprint = certificate == null ? null : thumbprintOf(certificate.raw);
  thumbprints.set(socket, thumbprint);
  return thumbprint;
}

function thumbprintOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** Reads base64 between colons (RFC 8941 §3.3.5). */
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
