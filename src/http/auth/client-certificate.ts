import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { TrustedProxies } from './trusted-proxies.js';

/**
 * The SHA-256 thumbprint, base64url, of the certificate that the client showed (RFC 8705 §3.1), or null: in TLS, signed
 * by one of our authorities. A proxy that ends TLS hands the certificate on in `Client-Cert` (RFC 9440 §2.2); its own is
 * not that of its clients, and from anybody else that header is worth nothing.
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

/** Of a connection, worked out once: it keeps its certificate, since it can't be renegotiated. */
const thumbprints = new WeakMap<IncomingMessage['socket'], string | null>();

function tlsThumbprint(socket: IncomingMessage['socket']): string | null {
  const known = thumbprints.get(socket);
  if (known !== undefined) return known;
  // Without a certificate a resumed connection counts as authorised all the same.
  const certificate =
    socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : null;
  const thumbprint = certificate == null ? null : thumbprintOf(certificate.raw);
  thumbprints.set(socket, thumbprint);
  return thumbprint;
}

function thumbprintOf(bytes: Buffer): string {
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
