import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../../database/queryable.js';
import type { ApiKey } from './api-key.entity.js';

/** A key as the operator sees it. */
export interface ListedApiKey extends Pick<
  ApiKey,
  'name' | 'scopes' | 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt'
> {
  readonly state: 'active' | 'expired' | 'revoked';
}

/** The operator's SQL for API keys. */
export class ApiKeyAdministrationRepository {
  /**
   * Inserts a key. An expired key of the same name is revoked, so that the name is free.
   * @throws ConstraintViolation api_key_living_name_idx
   */
  async insert(
    session: Queryable,
    key: Pick<ApiKey, 'name' | 'sha256' | 'scopes' | 'createdAt' | 'expiresAt'>,
  ): Promise<void> {
    await session.query(
      `UPDATE notify.api_key SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL AND expires_at <= $2`,
      [key.name, key.createdAt],
    );
    await session.query(
      `INSERT INTO notify.api_key (id, name, sha256, scopes, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [randomUUID(), key.name, key.sha256, key.scopes, key.createdAt, key.expiresAt],
    );
  }

  /** Lists keys of every state, oldest first. */
  async list(session: Queryable, now: Date): Promise<ListedApiKey[]> {
    return session.query<ListedApiKey>(
      `SELECT name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
         revoked_at AS "revokedAt",
         CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= $1 THEN 'expired' ELSE 'active' END AS state
       FROM notify.api_key ORDER BY created_at, id`,
      [now],
    );
  }

  /** Revokes the key of this name that is not revoked; returns false if there is none. */
  async revoke(session: Queryable, name: string, now: Date): Promise<boolean> {
    const rows = await session.query(
      `UPDATE notify.api_key SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL RETURNING id`,
      [name, now],
    );
    return rows.length > 0;
  }

  /** Returns the time at which the last key of this name was revoked; null if there was no such key. */
  async findRevocation(session: Queryable, name: string): Promise<Date | null> {
    const rows = await session.query<{ revokedAt: Date }>(
      `SELECT revoked_at AS "revokedAt" FROM notify.api_key
       WHERE name = $1 AND revoked_at IS NOT NULL ORDER BY revoked_at DESC LIMIT 1`,
      [name],
    );
    return rows[0]?.revokedAt ?? null;
  }
}
