import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The owners of the histories whose entries the log orders. */
const owners = ['organisation', 'flag'] as const;

/** The key of the advisory lock, unique in the service. */
const notifyLock = 4_270_005;

/**
 * The log of all changes: each entry of a history gets a position, after its commit. `writer` is the transaction that added
 * an entry; the sequencer compares it with the snapshot up to which it has given positions.
 */
export class KeepChangeLog1790000000007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- NOTIFY makes the commits of a cluster serial. One of several concurrent transactions is enough, because the
      -- sequencer looks again soon after it found something; the lock tells which.
      CREATE FUNCTION directory.notify_history() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF pg_try_advisory_xact_lock(${notifyLock}) THEN
          PERFORM pg_notify('directory_history', '');
        END IF;
        RETURN NULL;
      END $$`);
    for (const owner of owners) await addWriter(queryRunner, owner);
    await createLog(queryRunner);
    await createBegin(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION directory.begin_change_log();
      DROP TABLE directory.change_log, directory.change_log_head;
      ALTER TABLE directory.organisation_history DROP COLUMN writer;
      ALTER TABLE directory.flag_history DROP COLUMN writer;
      DROP FUNCTION directory.notify_history() CASCADE`);
  }
}

async function addWriter(queryRunner: QueryRunner, owner: string): Promise<void> {
  const table = `${owner}_history`;
  // The default is evaluated once for all present rows, and no row is rewritten. The index is the order of the sequencer.
  await queryRunner.query(`
    ALTER TABLE directory.${table} ADD COLUMN writer xid8 NOT NULL DEFAULT pg_current_xact_id();
    CREATE INDEX ${table}_writer_idx ON directory.${table} (writer, at, ${owner}_id, revision);
    CREATE TRIGGER ${table}_notify AFTER INSERT ON directory.${table}
      FOR EACH STATEMENT EXECUTE FUNCTION directory.notify_history();
    ALTER TABLE directory.${table} ENABLE ALWAYS TRIGGER ${table}_notify`);
}

async function createLog(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE directory.change_log (
      position bigint NOT NULL,
      organisation_id text COLLATE "C",
      flag_id text COLLATE "C",
      revision integer NOT NULL,
      hash bytea NOT NULL,
      CONSTRAINT change_log_pkey PRIMARY KEY (position),
      CONSTRAINT change_log_organisation_fkey FOREIGN KEY (organisation_id, revision)
        REFERENCES directory.organisation_history (organisation_id, revision),
      CONSTRAINT change_log_flag_fkey FOREIGN KEY (flag_id, revision)
        REFERENCES directory.flag_history (flag_id, revision),
      CONSTRAINT change_log_position_check CHECK (position >= 1),
      CONSTRAINT change_log_owner_check CHECK (num_nonnulls(organisation_id, flag_id) = 1),
      CONSTRAINT change_log_hash_check CHECK (octet_length(hash) = 32)
    );
    CREATE UNIQUE INDEX change_log_organisation_idx ON directory.change_log (organisation_id, revision)
      WHERE organisation_id IS NOT NULL;
    CREATE UNIQUE INDEX change_log_flag_idx ON directory.change_log (flag_id, revision) WHERE flag_id IS NOT NULL;
    CREATE TRIGGER change_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON directory.change_log
      FOR EACH STATEMENT EXECUTE FUNCTION directory.refuse_history_change();
    ALTER TABLE directory.change_log ENABLE ALWAYS TRIGGER change_log_append_only;

    -- One row. All entries that snapshot sees have positions. target is the snapshot of a pass in several batches.
    CREATE TABLE directory.change_log_head (
      is_only boolean NOT NULL DEFAULT true,
      log uuid NOT NULL DEFAULT gen_random_uuid(),
      position bigint NOT NULL DEFAULT 0,
      hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
      snapshot pg_snapshot NOT NULL DEFAULT '1:1:',
      target pg_snapshot,
      caught_up_at timestamptz(3) NOT NULL DEFAULT now(),
      CONSTRAINT change_log_head_pkey PRIMARY KEY (is_only),
      CONSTRAINT change_log_head_is_only_check CHECK (is_only),
      CONSTRAINT change_log_head_hash_check CHECK (octet_length(hash) = 32)
    );
    INSERT INTO directory.change_log_head DEFAULT VALUES`);
}

/** For a restore, and for an operator whose database was rolled back or moved to another server. */
async function createBegin(queryRunner: QueryRunner): Promise<void> {
  const adoptWriters = owners.map(
    (owner) => `
        ALTER TABLE directory.${owner}_history DISABLE TRIGGER ${owner}_history_append_only;
        UPDATE directory.${owner}_history SET writer = pg_current_xact_id() WHERE writer > pg_current_xact_id();
        ALTER TABLE directory.${owner}_history ENABLE ALWAYS TRIGGER ${owner}_history_append_only;`,
  );
  await queryRunner.query(`
    -- Begins a new log with a new id, in which every entry gets its position anew. Transaction ids of another server are
    -- replaced. Only the owner of the tables can run this.
    CREATE FUNCTION directory.begin_change_log() RETURNS uuid LANGUAGE plpgsql AS $$
    BEGIN
      LOCK TABLE directory.organisation_history, directory.flag_history, directory.change_log, directory.change_log_head
        IN ACCESS EXCLUSIVE MODE;
      ${adoptWriters.join('\n')}
      ALTER TABLE directory.change_log DISABLE TRIGGER change_log_append_only;
      TRUNCATE directory.change_log;
      ALTER TABLE directory.change_log ENABLE ALWAYS TRIGGER change_log_append_only;
      DELETE FROM directory.change_log_head;
      INSERT INTO directory.change_log_head DEFAULT VALUES;
      RETURN (SELECT log FROM directory.change_log_head);
    END $$`);
}
