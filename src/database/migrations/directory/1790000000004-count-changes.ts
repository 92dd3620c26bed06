import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of the counter. Concurrent transactions count on different rows, by their backend's process id. */
const shards = 16;
/** The row that counts changes of flags themselves, and TRUNCATE, which leaves no row that shows the change. */
const flagShard = shards;
const countedTables = ['organisation', 'organisation_flag', 'admin_user', 'flag'];
/** Tables whose rows belong to an organisation. */
const ownedTables = ['organisation_flag', 'admin_user'];
const ownedChanges = { inserted: 'INSERT', taken: 'UPDATE', given: 'UPDATE', deleted: 'DELETE' };

/**
 * The change counter: cached reads are valid while it is unchanged. A row of an organisation has a new xmin after every
 * change of the organisation, its flags and its administrators, so its cached JSON is valid while its xmin is unchanged.
 * Both hold whoever writes: all triggers also run under session_replication_role = replica (ENABLE ALWAYS).
 */
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
          FOR EACH STATEMENT EXECUTE FUNCTION directory.count_change('flag');
        ALTER TABLE directory.${table} ENABLE ALWAYS TRIGGER ${table}_change_counter,
          ENABLE ALWAYS TRIGGER ${table}_truncation_counter`);
    }
    await touchOwners(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION directory.touch_organisations() CASCADE;
      DROP FUNCTION directory.count_change() CASCADE;
      DROP TABLE directory.change_counter`);
  }
}

/** A change of a flag or an administrator of an organisation also writes the organisation's row. */
async function touchOwners(queryRunner: QueryRunner): Promise<void> {
  // A row that this transaction wrote needs no second version: nobody else has seen the first. Locks are taken by id, the
  // lock order of the directory. Without enable_seqscan = off, a plan that suits a small table is kept while a load fills it.
  await queryRunner.query(`
    CREATE FUNCTION directory.touch_organisations() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
      untouched text[];
    BEGIN
      IF EXISTS (SELECT FROM changed) THEN
        untouched := ARRAY(
          SELECT organisation_id FROM directory.organisation
          WHERE organisation_id = ANY (ARRAY(SELECT DISTINCT organisation_id FROM changed))
            AND xmin <> pg_current_xact_id()::xid
          ORDER BY organisation_id FOR NO KEY UPDATE);
        IF untouched <> '{}' THEN
          UPDATE directory.organisation SET revision = revision WHERE organisation_id = ANY (untouched);
        END IF;
      END IF;
      RETURN NULL;
    END $$`);
  for (const table of ownedTables) {
    for (const [change, event] of Object.entries(ownedChanges)) {
      const rows = change === 'taken' || change === 'deleted' ? 'OLD' : 'NEW';
      await queryRunner.query(`
        CREATE TRIGGER ${table}_${change}_touch AFTER ${event} ON directory.${table}
          REFERENCING ${rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION directory.touch_organisations();
        ALTER TABLE directory.${table} ENABLE ALWAYS TRIGGER ${table}_${change}_touch`);
    }
  }
}
