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

/** True for a secret or password that this repository publishes, in any case: documents write PASSWORD. */
export function isPublished(value: string): boolean {
  return publishedValues.has(value.toLowerCase());
}
