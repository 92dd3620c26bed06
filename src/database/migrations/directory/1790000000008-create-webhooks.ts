import type { MigrationInterface, QueryRunner } from 'typeorm';

/** JavaScript's `\s`, for a bracket expression. */
const whiteSpace =
  '\\u0009-\\u000D\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';

/** Subscriptions to the change log, each with its place in the log, and their last deliveries. */
export class CreateWebhooks1790000000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE directory.webhook (
        webhook_id uuid NOT NULL,
        client_id text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        url text NOT NULL,
        description text,
        organisation_ids text[],
        operations text[],
        status text NOT NULL DEFAULT 'Pending',
        status_reason text,
        failing_since timestamptz(3),
        next_attempt_at timestamptz(3) NOT NULL DEFAULT now(),
        -- Everything up to this position of this log is delivered.
        log uuid NOT NULL,
        position bigint NOT NULL,
        -- The rights of the token that created or last changed the webhook.
        reader jsonb NOT NULL,
        client_seen_at timestamptz(3) NOT NULL DEFAULT now(),
        -- Encrypted by the service; the former one signs too until its end.
        secret bytea NOT NULL,
        former_secret bytea,
        former_until timestamptz(3),
        challenge text NOT NULL,
        test_requested_at timestamptz(3),
        attempts integer NOT NULL DEFAULT 0,
        -- The batch that is being delivered; a retry sends the same one under the same id.
        message_id text,
        message_at timestamptz(3),
        batch_end bigint,
        -- Changes of the webhook count it up, so that an attempt that was under way changes nothing.
        generation integer NOT NULL DEFAULT 0,
        -- Held while an instance sends; it ends by itself if that instance dies.
        claim uuid,
        claimed_until timestamptz(3),
        CONSTRAINT webhook_pkey PRIMARY KEY (webhook_id),
        CONSTRAINT webhook_url_check CHECK (url ~ '^https?://[\\u0021-\\u007E]+$' AND char_length(url) BETWEEN 1 AND 2048),
        CONSTRAINT webhook_description_check CHECK (
          description ~ '^[^<>${whiteSpace}]([^<>]*[^<>${whiteSpace}])?$' AND char_length(description) BETWEEN 1 AND 255),
        CONSTRAINT webhook_organisation_ids_check CHECK (cardinality(organisation_ids) BETWEEN 1 AND 1000),
        CONSTRAINT webhook_operations_check CHECK (
          operations <@ ARRAY['Create', 'Update', 'Import', 'FlagCascade', 'AdminUser'] AND cardinality(operations) >= 1),
        CONSTRAINT webhook_status_check CHECK (status IN ('Pending', 'Active', 'Paused', 'Disabled')),
        CONSTRAINT webhook_position_check CHECK (position >= 0),
        CONSTRAINT webhook_attempts_check CHECK (attempts >= 0),
        CONSTRAINT webhook_former_check CHECK ((former_secret IS NULL) = (former_until IS NULL)),
        CONSTRAINT webhook_batch_check CHECK (
          (message_id IS NULL) = (message_at IS NULL) AND (message_id IS NULL) = (batch_end IS NULL)),
        CONSTRAINT webhook_claim_check CHECK ((claim IS NULL) = (claimed_until IS NULL))
      );
      CREATE INDEX webhook_client_id_created_at_idx ON directory.webhook (client_id, created_at, webhook_id);

      CREATE TABLE directory.webhook_delivery (
        webhook_id uuid NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY,
        at timestamptz(3) NOT NULL,
        type text NOT NULL,
        message_id text NOT NULL,
        status integer,
        duration_ms integer NOT NULL,
        first_position bigint,
        last_position bigint,
        error text,
        answer text,
        CONSTRAINT webhook_delivery_pkey PRIMARY KEY (webhook_id, number),
        CONSTRAINT webhook_delivery_webhook_id_fkey
          FOREIGN KEY (webhook_id) REFERENCES directory.webhook (webhook_id) ON DELETE CASCADE,
        CONSTRAINT webhook_delivery_type_check CHECK (
          type IN ('webhook.verification', 'webhook.test', 'organisation.changes')),
        CONSTRAINT webhook_delivery_answer_check CHECK (octet_length(answer) <= 1024)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE directory.webhook_delivery, directory.webhook`);
  }
}
