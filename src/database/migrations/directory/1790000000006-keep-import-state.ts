import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The state of `import`: how far each file came, and the indexes that are dropped during a bulk load. */
export class KeepImportState1790000000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Written in the transaction of each batch, so that an interrupted import resumes.
      CREATE TABLE directory.import_position (
        fingerprint text NOT NULL,
        records_done integer NOT NULL,
        progress jsonb NOT NULL,
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT import_position_pkey PRIMARY KEY (fingerprint)
      );

      -- Written in the transaction that drops the index or foreign key, so that a crash can't lose the definition.
      CREATE TABLE directory.deferred_index (
        position integer GENERATED ALWAYS AS IDENTITY,
        name text NOT NULL,
        removal text NOT NULL,
        definition text NOT NULL,
        CONSTRAINT deferred_index_pkey PRIMARY KEY (position)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE directory.deferred_index, directory.import_position`);
  }
}
