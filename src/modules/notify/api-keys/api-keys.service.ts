import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/config.js';
import { developmentApiKey, developmentApiKeyName } from '../../../config/notify-config.js';
import { type Caller, callerWithEveryScope } from '../auth/caller.js';
import { TokenRefused } from '../errors/notify-problems.js';
import { type ApiKeyRow, ApiKeysRepository } from './api-keys.repository.js';
import { isKeyShaped } from './new-api-key.js';

/** Min time between two writes of the last use of a key. */
const useResolutionMs = 60_000;

/** Finds the caller of an API key. Each request asks the database, so a revoked key is refused by all instances at once. */
@Injectable()
export class ApiKeys {
  private readonly logger = new Logger('ApiKeys');
  /** Time of the last write by key id, in milliseconds; only stored keys get in. */
  private readonly notedAt = new Map<string, number>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly repository: ApiKeysRepository,
  ) {}

  /**
   * Returns null for a text that is no key.
   * @throws TokenRefused (403) for a revoked or expired key, DatabaseUnreachable
   */
  async find(token: string, now: Date): Promise<Caller | null> {
    if (this.config.notify.isDevelopment && isSame(token, developmentApiKey))
      return callerWithEveryScope(developmentApiKeyName);
    if (!isKeyShaped(token)) return null;
    const key = await this.repository.find(sha256(token));
    if (key === null) return null;
    if (key.revokedAt !== null) throw new TokenRefused(403, 'Invalid token: API key revoked');
    if (key.expiresAt !== null && key.expiresAt <= now)
      throw new TokenRefused(403, 'Invalid token: API key expired');
    this.noteUse(key, now.getTime());
    return { clientId: key.name, scopes: key.scopes };
  }

  /** Writes the last use at most once a minute. No request waits for it or fails because of it. */
  private noteUse({ id, lastUsedAt }: ApiKeyRow, now: number): void {
    const notedAt = Math.max(lastUsedAt?.getTime() ?? 0, this.notedAt.get(id) ?? 0);
    if (now - notedAt < useResolutionMs) return;
    this.notedAt.set(id, now);
    this.repository.noteUse(id, new Date(now)).catch((error: unknown) => {
      this.logger.warn(
        `the last use of an API key can not be written: ${error instanceof Error ? error.name : ''}`,
      );
    });
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}
