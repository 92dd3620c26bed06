import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the import of a file came, written in the transaction of each batch, so that it can go on after a break. */
export class RememberImportPosition1700000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE directory.import_position (
        fingerprint text NOT NULL,
        records_done integer NOT NULL,
        progress jsonb NOT NULL,
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT import_position_pkey PRIMARY KEY (fingerprint)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE directory.import_position`);
  }
}
