import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The API keys, as hashes. */
export class CreateNotifyApiKeys1790000000106 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE notify.api_key (
        id uuid NOT NULL,
        name text NOT NULL,
        sha256 bytea NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT api_key_pkey PRIMARY KEY (id),
        CONSTRAINT api_key_sha256_key UNIQUE (sha256),
        CONSTRAINT api_key_name_check CHECK (name ~ '^[[:alnum:]_.@-]{1,100}$'),
        CONSTRAINT api_key_sha256_check CHECK (octet_length(sha256) = 32),
        CONSTRAINT api_key_scopes_check CHECK (scopes <> '{}' AND scopes <@ ARRAY['read', 'write', 'mail'])
      )`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX api_key_living_name_idx ON notify.api_key (name) WHERE revoked_at IS NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE notify.api_key`);
  }
}
