import { constants } from 'node:crypto';
import type { ServerOptions } from 'node:https';
import { tlsCiphers, type TlsConfig } from '../../config/tls-config.js';

/**
 * How HTTPS is served: TLS 1.2 and 1.3 with the ciphers of BCP 195. A client may show a certificate and need not: most
 * requests do without, and one that nobody trusted has signed counts for nothing where a token is bound to it.
 */
export function tlsOptions({ certificate, key, clientAuthorities }: TlsConfig): ServerOptions {
  return {
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: tlsCiphers,
    honorCipherOrder: true,
    // RFC 9325 §3.5: who a connection belongs to does not change while it is open.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    handshakeTimeout: 10_000,
    ...(clientAuthorities === null
      ? {}
      : { ca: clientAuthorities, requestCert: true, rejectUnauthorized: false }),
  };
}
