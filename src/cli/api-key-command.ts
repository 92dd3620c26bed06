import { createHash, randomBytes } from 'node:crypto';

/** As many bits as the hash that is kept of it. */
const keyBytes = 32;

/** Prints a new key of the Notify API, and what the service is to know of it. The key itself is kept nowhere. */
export function apiKeyCommand(name: string): void {
  const key = randomBytes(keyBytes).toString('base64url');
  const sha256 = createHash('sha256').update(key).digest('hex');
  process.stdout.write(
    [`key, for whoever calls:        ${key}`, `for the list NOTIFY_API_KEYS:  ${name}:${sha256}`, ''].join(
      '\n',
    ),
  );
}
