import { randomUUID } from 'node:crypto';
import { newApiKey } from '../../../src/modules/notify/api-keys/new-api-key.js';
import { type ApiKeyScope, apiKeyScopes } from '../../../src/modules/notify/auth/api-key-scopes.js';
import { noteSecret } from '../evidence.js';
import type { TestDatabase } from '../postgres.js';

interface KeyOptions {
  readonly name?: string;
  readonly scopes?: readonly ApiKeyScope[];
  readonly expiresAt?: Date | null;
}

/** Inserts an API key into the database and returns it. Without options it has every scope and never expires. */
export async function anApiKey(
  database: Pick<TestDatabase, 'query'>,
  { name = `key-${randomUUID()}`, scopes = apiKeyScopes, expiresAt = null }: KeyOptions = {},
): Promise<string> {
  const { key, sha256 } = newApiKey();
  await database.query(
    `INSERT INTO notify.api_key (id, name, sha256, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, now(), $5)`,
    [randomUUID(), name, sha256, scopes, expiresAt],
  );
  return noteSecret(key);
}
