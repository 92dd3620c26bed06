import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { FastifyBaseLogger } from 'fastify';
import type { ClientCertHeader } from '../../config/proxy-config.js';
import { forwardedCertificate } from './forwarded-certificate.js';
import type { TrustedProxies } from './trusted-proxies.js';

/** The client certificates of requests: of the TLS connection, or as a trusted proxy hands them on. */
export class ClientCertificates {
  /** By connection. Renegotiation is off, so a connection keeps its certificate. */
  private readonly thumbprints = new WeakMap<IncomingMessage['socket'], string | null>();

  constructor(
    private readonly proxies: TrustedProxies,
    private readonly header: ClientCertHeader,
  ) {}

  /**
   * Returns the SHA-256 thumbprint, base64url, of the client's certificate (RFC 8705 §3.1), or null. The certificate
   * comes from the TLS connection, signed by one of our authorities, or from the configured header of a trusted proxy.
   * The proxy's own certificate, other headers and the header of any other peer are ignored.
   * @param log gets a warning if the header of a trusted proxy has another form
   */
  thumbprintOf(
    request: Pick<IncomingMessage, 'socket' | 'headers'>,
    log: Pick<FastifyBaseLogger, 'warn'>,
  ): string | null {
    if (!this.proxies.isBehindProxy(request)) return this.tlsThumbprint(request.socket);
    const { name, form } = this.header;
    const header = request.headers[name] ?? '';
    if (typeof header !== 'string' || header === '') return null;
    const bytes = forwardedCertificate(form, header);
    if (bytes !== null) return thumbprintOf(bytes);
    log.warn(`${name} of a trusted proxy is not a certificate in the form ${form}: see CLIENT_CERT_HEADER`);
    return null;
  }

  private tlsThumbprint(socket: IncomingMessage['socket']): string | null {
    const known = this.thumbprints.get(socket);
    if (known !== undefined) return known;
    // A resumed connection is `authorized` even without a certificate.
    const certificate =
      socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : null;
    const thumbprint = certificate == null ? null : thumbprintOf(certificate.raw);
    this.thumbprints.set(socket, thumbprint);
    return thumbprint;
  }
}

function thumbprintOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
