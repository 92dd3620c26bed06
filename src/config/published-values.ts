import { createHash } from 'node:crypto';
import { developmentAdminSecret, developmentApiKey } from './notify-config.js';

/** Secrets of the clients of the development server. */
export const developmentClientSecrets = {
  admin: 'dev-admin-secret',
  software: 'dev-software-secret',
  organisation: 'dev-organisation-secret',
} as const;

/** Passwords of docker-compose.yml, and of the URLs in the documents. */
const examplePasswords = ['directory', 'password'];

/** The last part of the development server's URL. */
export const developmentServerPath = '/dev/oidc';

const publishedValues: ReadonlySet<string> = new Set([
  ...Object.values(developmentClientSecrets),
  developmentAdminSecret,
  developmentApiKey,
  ...examplePasswords,
]);
const publishedHashes: ReadonlySet<string> = new Set(
  [...publishedValues].map((value) => createHash('sha256').update(value).digest('hex')),
);

/** True for a secret or password that this repository publishes. */
export function isPublished(value: string): boolean {
  return publishedValues.has(value);
}

/** True for the SHA-256 hash, in lower-case hex, of a secret that this repository publishes. */
export function isPublishedHash(sha256: string): boolean {
  return publishedHashes.has(sha256);
}
