import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every change of an organisation: who, when, which fields. Append-only. */
export class KeepOrganisationHistory1790000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE directory.organisation_history (
        organisation_id text COLLATE "C" NOT NULL,
        revision integer NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now(),
        client_id text NOT NULL,
        user_email text,
        interaction_id text NOT NULL,
        operation text NOT NULL,
        changes jsonb NOT NULL,
        CONSTRAINT organisation_history_pkey PRIMARY KEY (organisation_id, revision),
        CONSTRAINT organisation_history_organisation_id_fkey
          FOREIGN KEY (organisation_id) REFERENCES directory.organisation (organisation_id),
        CONSTRAINT organisation_history_revision_check CHECK (revision >= 1),
        CONSTRAINT organisation_history_operation_check
          CHECK (operation IN ('Create', 'Update', 'Import', 'FlagCascade', 'AdminUser'))
      )`);
    await queryRunner.query(`
      CREATE FUNCTION directory.refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'organisation_history is append-only' USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER organisation_history_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON directory.organisation_history
        FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_history_change()`);
    // ALWAYS: session_replication_role = replica would switch an ordinary trigger off.
    await queryRunner.query(
      `ALTER TABLE directory.organisation_history ENABLE ALWAYS TRIGGER organisation_history_append_only`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE directory.organisation_history`);
    await queryRunner.query(`DROP FUNCTION directory.refuse_history_change()`);
  }
}
