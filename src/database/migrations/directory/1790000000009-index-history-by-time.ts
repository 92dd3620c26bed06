import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes that count the changes of the last days without reading the entries themselves. */
export class IndexHistoryByTime1790000000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Index-only scans skip the table only on pages that were vacuumed after their last insert.
    await queryRunner.query(`
      CREATE INDEX organisation_history_at_idx ON directory.organisation_history (at, organisation_id);
      -- The entries that some reader may not see: their changes begin with those of flags and administrators.
      CREATE INDEX organisation_history_hideable_idx ON directory.organisation_history (at)
        WHERE (changes #>> '{0,Field}' IN ('Flags', 'AdminUsers')) IS NOT FALSE;
      ALTER TABLE directory.organisation_history SET (autovacuum_vacuum_insert_scale_factor = 0.05)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE directory.organisation_history RESET (autovacuum_vacuum_insert_scale_factor);
      DROP INDEX directory.organisation_history_hideable_idx, directory.organisation_history_at_idx`);
  }
}
