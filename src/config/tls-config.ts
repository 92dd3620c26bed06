import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Settings } from './settings.js';

/** The certificate and keys of HTTPS, in PEM. */
export interface TlsConfig {
  readonly certificate: Buffer;
  readonly key: Buffer;
  /** CAs of client certificates; null: clients are not asked for one. */
  readonly clientAuthorities: Buffer | null;
}

/**
 * The three suites of TLS 1.3, and for TLS 1.2 the four of RFC 9325 (BCP 195) §4.2, required by FAPI 2.0 §5.2.2.
 * Security level 2 rejects keys below 112 bits and SHA-1 signatures.
 */
export const tlsCiphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  '@SECLEVEL=2',
].join(':');

/** @throws the error of `settings` if a file can't be read or has the wrong content */
export function readTls(read: Settings, toError: (message: string) => Error): TlsConfig | null {
  const files = {
    certificate: read.optionalText('TLS_CERT_FILE'),
    key: read.optionalText('TLS_KEY_FILE'),
    clientAuthorities: read.optionalText('TLS_CLIENT_CA_FILE'),
  };
  if (Object.values(files).every((file) => file === null)) return null;
  if (files.certificate === null || files.key === null) {
    throw toError(
      'TLS_CERT_FILE and TLS_KEY_FILE are not both set; allowed: both, with TLS_CLIENT_CA_FILE or without, or none of the three.',
    );
  }
  const load = (name: string, file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      throw toError(
        `${name} is "${file}", which can not be read (${reasonOf(error)}); allowed: a file in PEM form.`,
      );
    }
  };
  const certificate = load('TLS_CERT_FILE', files.certificate);
  const key = load('TLS_KEY_FILE', files.key);
  try {
    createSecureContext({ cert: certificate, key, ciphers: tlsCiphers });
    // OpenSSL compares a key only with a certificate of the same algorithm.
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) {
      throw new Error('the key is not that of the certificate');
    }
  } catch (error) {
    throw toError(
      `TLS_CERT_FILE and TLS_KEY_FILE can not be used (${reasonOf(error)}); allowed: a chain of certificates in PEM form and the key of its first, RSA of 2048 bits or more, or EC.`,
    );
  }
  if (files.clientAuthorities === null) return { certificate, key, clientAuthorities: null };
  const clientAuthorities = load('TLS_CLIENT_CA_FILE', files.clientAuthorities);
  if (!isCertificates(clientAuthorities)) {
    throw toError(
      `TLS_CLIENT_CA_FILE is "${files.clientAuthorities}", which holds no certificate; allowed: certificates in PEM form.`,
    );
  }
  return { certificate, key, clientAuthorities };
}

/** Checked here because OpenSSL skips text that is not a certificate and then trusts no client. */
function isCertificates(pem: Buffer): boolean {
  const blocks = pem.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  try {
    return blocks?.every((block) => new X509Certificate(block).raw.length > 0) ?? false;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  return String(error).replace(/^Error: /, '');
}
