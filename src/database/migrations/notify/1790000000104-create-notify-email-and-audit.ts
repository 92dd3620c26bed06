import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox of e-mails and the audit log. */
export class CreateNotifyEmailAndAudit1790000000104 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE notify.email (
        id uuid NOT NULL,
        template_id uuid NOT NULL,
        recipient text NOT NULL,
        reply_to text,
        personalisation jsonb NOT NULL,
        status text NOT NULL DEFAULT 'created',
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz,
        sent_at timestamptz,
        CONSTRAINT email_pkey PRIMARY KEY (id),
        CONSTRAINT email_recipient_check CHECK (recipient = lower(recipient) AND char_length(recipient) <= 400),
        CONSTRAINT email_status_check
          CHECK (status IN ('created', 'sent', 'permanent-failure', 'technical-failure')),
        CONSTRAINT email_sent_at_check CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
        CONSTRAINT email_attempts_check CHECK (attempts >= 0)
      )`);
    await queryRunner.query(
      `CREATE INDEX email_next_attempt_at_idx ON notify.email (next_attempt_at) WHERE status = 'created'`,
    );
    await queryRunner.query(`CREATE INDEX email_created_at_id_idx ON notify.email (created_at, id)`);
    await queryRunner.query(`CREATE INDEX email_status_idx ON notify.email (status) WHERE status <> 'sent'`);
    await createAudit(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE notify.audit`);
    await queryRunner.query(`DROP FUNCTION notify.refuse_audit_change()`);
    await queryRunner.query(`DROP TABLE notify.email`);
  }
}

async function createAudit(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.audit (
      id bigint GENERATED ALWAYS AS IDENTITY,
      at timestamptz NOT NULL DEFAULT now(),
      client_id text NOT NULL,
      user_id text,
      interaction_id text NOT NULL,
      entity text NOT NULL,
      entity_id uuid NOT NULL,
      operation text NOT NULL,
      changes jsonb NOT NULL,
      CONSTRAINT audit_pkey PRIMARY KEY (id),
      CONSTRAINT audit_entity_check
        CHECK (entity IN ('organisation', 'service', 'user', 'email_branding', 'letter_branding'))
    )`);
  await queryRunner.query(
    `CREATE INDEX audit_entity_entity_id_id_idx ON notify.audit (entity, entity_id, id)`,
  );
  await queryRunner.query(`
    CREATE FUNCTION notify.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'insufficient_privilege';
    END $$`);
  await queryRunner.query(`
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON notify.audit
      FOR EACH STATEMENT EXECUTE FUNCTION notify.refuse_audit_change()`);
  // ALWAYS: session_replication_role = replica would switch an ordinary trigger off.
  await queryRunner.query(`ALTER TABLE notify.audit ENABLE ALWAYS TRIGGER audit_append_only`);
}
