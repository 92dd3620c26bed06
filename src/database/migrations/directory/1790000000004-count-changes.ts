import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of the counter. Concurrent transactions count on different rows, by their backend's process id. */
const shards = 16;
/** The row that counts changes of flags themselves. */
const flagShard = shards;
const countedTables = ['organisation', 'organisation_flag', 'admin_user', 'flag'];

/** The change counter: cached reads are valid while it is unchanged. */
export class CountChanges1790000000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Low fillfactor: the rows are updated in place all the time.
      CREATE TABLE directory.change_counter (
        shard smallint NOT NULL,
        changes bigint NOT NULL DEFAULT 0,
        CONSTRAINT change_counter_pkey PRIMARY KEY (shard)
      ) WITH (fillfactor = 10);
      INSERT INTO directory.change_counter (shard) SELECT generate_series(0, ${flagShard});

      -- Runs at commit, once a transaction: the row lock is held only during the commit and is the last lock that is
      -- acquired, so it can't deadlock.
      CREATE FUNCTION directory.count_change() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        setting constant text := 'directory.counted_' || TG_ARGV[0];
        transaction constant text := pg_current_xact_id()::text;
      BEGIN
        IF current_setting(setting, true) IS DISTINCT FROM transaction THEN
          PERFORM set_config(setting, transaction, true);
          UPDATE directory.change_counter SET changes = changes + 1
            WHERE shard = CASE TG_ARGV[0] WHEN 'flag' THEN ${flagShard} ELSE pg_backend_pid() % ${shards} END;
        END IF;
        RETURN NULL;
      END $$`);
    for (const table of countedTables) {
      const count = `directory.count_change('${table === 'flag' ? 'flag' : 'organisation'}')`;
      await queryRunner.query(`
        CREATE CONSTRAINT TRIGGER ${table}_change_counter AFTER INSERT OR UPDATE OR DELETE ON directory.${table}
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ${count};
        CREATE TRIGGER ${table}_truncation_counter AFTER TRUNCATE ON directory.${table}
          FOR EACH STATEMENT EXECUTE FUNCTION ${count}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION directory.count_change() CASCADE;
      DROP TABLE directory.change_counter`);
  }
}
