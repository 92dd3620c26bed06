import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets the role `directory_service`, where it is there, do what the service does and no more: it owns nothing, and of
 * the history it can only read and add. An operator who wants the same on their own server makes the role before they
 * migrate.
 */
export class GrantWhatTheServiceNeeds1700000000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'directory_service') THEN
          GRANT USAGE ON SCHEMA directory TO directory_service;
          GRANT SELECT, INSERT, UPDATE, DELETE
            ON directory.organisation, directory.flag, directory.organisation_flag, directory.admin_user
            TO directory_service;
          GRANT SELECT, INSERT ON directory.organisation_history TO directory_service;
          GRANT SELECT ON schema_migration TO directory_service;
        END IF;
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$
      BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'directory_service') THEN
          REVOKE ALL ON schema_migration FROM directory_service;
          REVOKE ALL ON ALL TABLES IN SCHEMA directory FROM directory_service;
          REVOKE ALL ON SCHEMA directory FROM directory_service;
        END IF;
      END $$`);
  }
}
