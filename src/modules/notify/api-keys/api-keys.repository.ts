import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { ApiKey } from './api-key.entity.js';

/** The row of a key, without its hash. */
export type ApiKeyRow = Omit<ApiKey, 'sha256' | 'createdAt'>;

/** The service's SQL for API keys. Its role may read them and note their use, nothing else. */
@Injectable()
export class ApiKeysRepository {
  constructor(private readonly database: Database) {}

  /**
   * Finds a key of any state by its hash. The index compares bytes of a hash of the sent text, which the sender can't
   * steer towards a stored hash, so its duration reveals nothing about a key.
   */
  async find(sha256: Buffer): Promise<ApiKeyRow | null> {
    const rows = await this.database.prepared<ApiKeyRow>(
      `SELECT id, name, scopes, expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
       FROM notify.api_key WHERE sha256 = $1`,
      [sha256],
    );
    return rows[0] ?? null;
  }

  /** Writes the last use, unless another session holds the row. */
  async noteUse(id: string, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE notify.api_key SET last_used_at = $2
       WHERE id = (SELECT id FROM notify.api_key WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED)`,
      [id, at],
    );
  }
}
