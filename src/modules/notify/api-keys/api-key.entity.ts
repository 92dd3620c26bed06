import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ApiKeyScope } from '../auth/api-key-scopes.js';

/** A key of the Notify API. The key itself is stored nowhere. */
@Entity({ schema: 'notify', name: 'api_key' })
@Unique('api_key_sha256_key', ['sha256'])
@Index('api_key_living_name_idx', ['name'], { unique: true, where: 'revoked_at IS NULL' })
@Check('api_key_name_check', `name ~ '^[[:alnum:]_.@-]{1,100}$'`)
@Check('api_key_sha256_check', 'octet_length(sha256) = 32')
@Check('api_key_scopes_check', `scopes <> '{}' AND scopes <@ ARRAY['read', 'write', 'mail']`)
export class ApiKey {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'api_key_pkey' })
  id: string;

  /** Its holder, as recorded in the audit. Unique among the keys that are not revoked. */
  @Column({ type: 'text' })
  name: string;

  /** SHA-256 of the key. */
  @Column({ type: 'bytea' })
  sha256: Buffer;

  @Column({ type: 'text', array: true })
  scopes: ApiKeyScope[];

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** The first instant at which the key is refused; null: never. */
  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt: Date | null;

  /** To the minute; null: not used so far. */
  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt: Date | null;
}
