import { randomBytes } from 'node:crypto';

/** As many bytes as the hash of the signatures has. */
const secretBytes = 32;

export function newSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** Returns a secret in the form of Standard Webhooks 1.0. */
export function secretText(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}
