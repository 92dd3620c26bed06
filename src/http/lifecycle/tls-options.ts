import { constants } from 'node:crypto';
import type { ServerOptions } from 'node:https';
import { tlsCiphers, type TlsConfig } from '../../config/tls-config.js';

/**
 * Returns the options of the HTTPS server: TLS 1.2 and 1.3 with the ciphers of BCP 195. A client certificate is optional;
 * `clientCertificateThumbprint` ignores one that no trusted authority has signed.
 */
export function tlsOptions({ certificate, key, clientAuthorities }: TlsConfig): ServerOptions {
  return {
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: tlsCiphers,
    honorCipherOrder: true,
    // RFC 9325 §3.5: renegotiation could change the client of an open connection.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    handshakeTimeout: 10_000,
    ...(clientAuthorities === null
      ? {}
      : { ca: clientAuthorities, requestCert: true, rejectUnauthorized: false }),
  };
}
