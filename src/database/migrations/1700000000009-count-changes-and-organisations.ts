import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of the counter: transactions that end at the same moment seldom meet on one. */
const shards = 16;
/** The row that counts changes of flags themselves. */
const flagShard = shards;
/** A bucket of the tally that grows beyond this is split, */
const bucketLimit = 4_000;
/** into buckets of this size. */
const bucketSize = 2_000;

/**
 * What makes reading quick and exact: a counter of changes, which tells whether what was read before still holds, and a
 * tally of organisations in the default order, which tells how many there are and where a page begins.
 */
export class CountChangesAndOrganisations1700000000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createChangeCounter(queryRunner);
    await createTally(queryRunner);
    await queryRunner.query(`
      CREATE INDEX organisation_active_created_on_idx ON directory.organisation (created_on, organisation_id)
        WHERE status = 'Active'`);
    await queryRunner.query(`
      DO $$
      BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'directory_service') THEN
          GRANT SELECT, UPDATE ON directory.change_counter TO directory_service;
          GRANT SELECT, INSERT, UPDATE ON directory.organisation_tally TO directory_service;
        END IF;
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX directory.organisation_active_created_on_idx`);
    for (const name of ['inserted', 'changed', 'deleted', 'truncated']) {
      await queryRunner.query(`DROP TRIGGER organisation_tally_${name} ON directory.organisation`);
    }
    await queryRunner.query(`DROP FUNCTION directory.tally_change()`);
    await queryRunner.query(`DROP FUNCTION directory.tally(timestamptz[], text[], integer[], integer[])`);
    await queryRunner.query(`DROP FUNCTION directory.tally_buckets(timestamptz[], text[])`);
    await queryRunner.query(`DROP FUNCTION directory.split_tally_bucket(bigint)`);
    await queryRunner.query(`DROP TABLE directory.organisation_tally`);
    for (const table of countedTables) {
      for (const counter of ['change_counter', 'truncation_counter']) {
        await queryRunner.query(`DROP TRIGGER ${table}_${counter} ON directory.${table}`);
      }
    }
    await queryRunner.query(`DROP FUNCTION directory.count_change()`);
    await queryRunner.query(`DROP TABLE directory.change_counter`);
  }
}

const countedTables = ['organisation', 'organisation_flag', 'admin_user', 'flag'];

async function createChangeCounter(queryRunner: QueryRunner): Promise<void> {
  // Much room in each page: the rows are updated in place again and again.
  await queryRunner.query(`
    CREATE TABLE directory.change_counter (
      shard smallint NOT NULL,
      changes bigint NOT NULL DEFAULT 0,
      CONSTRAINT change_counter_pkey PRIMARY KEY (shard)
    ) WITH (fillfactor = 10)`);
  await queryRunner.query(
    `INSERT INTO directory.change_counter (shard) SELECT generate_series(0, ${flagShard})`,
  );
  // Runs at the end of the transaction, once for all of its changes: the row is locked for no longer than the commit
  // takes, and it is the last lock of all, so that it can't make a deadlock.
  await queryRunner.query(`
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
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ${count}`);
    await queryRunner.query(`
      CREATE TRIGGER ${table}_truncation_counter AFTER TRUNCATE ON directory.${table}
        FOR EACH STATEMENT EXECUTE FUNCTION ${count}`);
  }
}

/**
 * Each bucket holds the organisations from its own key, (CreatedOn, OrganisationId), up to the next one's. The first
 * begins before everything.
 */
async function createTally(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE directory.organisation_tally (
      bucket_id bigint GENERATED ALWAYS AS IDENTITY,
      created_on timestamptz NOT NULL,
      organisation_id text COLLATE "C" NOT NULL,
      total integer NOT NULL,
      active integer NOT NULL,
      CONSTRAINT organisation_tally_pkey PRIMARY KEY (bucket_id),
      CONSTRAINT organisation_tally_key UNIQUE (created_on, organisation_id),
      CONSTRAINT organisation_tally_total_check CHECK (total >= 0),
      CONSTRAINT organisation_tally_active_check CHECK (active BETWEEN 0 AND total)
    ) WITH (fillfactor = 50)`);
  await createBucketFunctions(queryRunner);
  await createTallyTriggers(queryRunner);
  // What is there already, after the triggers: they have locked out who would write meanwhile.
  await queryRunner.query(`
    INSERT INTO directory.organisation_tally (created_on, organisation_id, total, active)
    SELECT '-infinity', '', count(*), count(*) FILTER (WHERE status = 'Active') FROM directory.organisation`);
  await queryRunner.query(
    `SELECT directory.split_tally_bucket(bucket_id) FROM directory.organisation_tally WHERE total > ${bucketLimit}`,
  );
}

async function createBucketFunctions(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION directory.tally_buckets(dates timestamptz[], ids text[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
      SELECT array_agg(DISTINCT bucket.bucket_id ORDER BY bucket.bucket_id)
      FROM unnest(dates, ids) AS key(created_on, organisation_id)
      CROSS JOIN LATERAL (
        SELECT t.bucket_id FROM directory.organisation_tally t
        WHERE (t.created_on, t.organisation_id) <= (key.created_on, key.organisation_id COLLATE "C")
        ORDER BY t.created_on DESC, t.organisation_id DESC LIMIT 1) bucket
    $$`);
  await queryRunner.query(`
    CREATE FUNCTION directory.split_tally_bucket(bucket bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      lower record;
      upper record;
    BEGIN
      SELECT t.created_on, t.organisation_id INTO lower FROM directory.organisation_tally t WHERE t.bucket_id = bucket;
      SELECT t.created_on, t.organisation_id INTO upper FROM directory.organisation_tally t
        WHERE (t.created_on, t.organisation_id) > (lower.created_on, lower.organisation_id)
        ORDER BY t.created_on, t.organisation_id LIMIT 1;
      WITH held AS (
        SELECT o.created_on, o.organisation_id, o.status,
          (row_number() OVER (ORDER BY o.created_on, o.organisation_id) - 1) / ${bucketSize} AS part
        FROM directory.organisation o
        WHERE (o.created_on, o.organisation_id) >= (lower.created_on, lower.organisation_id)
          AND (o.created_on, o.organisation_id) < (coalesce(upper.created_on, 'infinity'), coalesce(upper.organisation_id, ''))
      ), parts AS (
        SELECT part, count(*) AS total, count(*) FILTER (WHERE status = 'Active') AS active,
          (array_agg(created_on ORDER BY created_on, organisation_id))[1] AS created_on,
          (array_agg(organisation_id ORDER BY created_on, organisation_id))[1] AS organisation_id
        FROM held GROUP BY part
      ), kept AS (
        UPDATE directory.organisation_tally t SET total = parts.total, active = parts.active
        FROM parts WHERE parts.part = 0 AND t.bucket_id = bucket
      )
      INSERT INTO directory.organisation_tally (created_on, organisation_id, total, active)
      SELECT created_on, organisation_id, total, active FROM parts WHERE part > 0;
    END $$`);
  // A bucket may be split by others while it is waited for: what a fresh look finds must be what is locked.
  await queryRunner.query(`
    CREATE FUNCTION directory.tally(dates timestamptz[], ids text[], totals integer[], actives integer[])
      RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      locked bigint[] := '{}';
      found bigint[] := directory.tally_buckets(dates, ids);
    BEGIN
      WHILE NOT found <@ locked LOOP
        PERFORM FROM directory.organisation_tally WHERE bucket_id = ANY (found) ORDER BY bucket_id FOR UPDATE;
        locked := locked || found;
        found := directory.tally_buckets(dates, ids);
      END LOOP;
      UPDATE directory.organisation_tally t SET total = t.total + change.total, active = t.active + change.active
      FROM (
        SELECT bucket.bucket_id, sum(key.total) AS total, sum(key.active) AS active
        FROM unnest(dates, ids, totals, actives) AS key(created_on, organisation_id, total, active)
        CROSS JOIN LATERAL (
          SELECT b.bucket_id FROM directory.organisation_tally b
          WHERE (b.created_on, b.organisation_id) <= (key.created_on, key.organisation_id COLLATE "C")
          ORDER BY b.created_on DESC, b.organisation_id DESC LIMIT 1) bucket
        GROUP BY bucket.bucket_id) change
      WHERE t.bucket_id = change.bucket_id;
      PERFORM directory.split_tally_bucket(bucket_id) FROM directory.organisation_tally
        WHERE bucket_id = ANY (found) AND total > ${bucketLimit};
    END $$`);
}

async function createTallyTriggers(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION directory.tally_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      CASE TG_OP
        WHEN 'INSERT' THEN
          PERFORM directory.tally(array_agg(created_on), array_agg(organisation_id), array_agg(1),
            array_agg((status = 'Active')::integer)) FROM inserted HAVING count(*) > 0;
        WHEN 'UPDATE' THEN
          PERFORM directory.tally(ARRAY[OLD.created_on, NEW.created_on], ARRAY[OLD.organisation_id, NEW.organisation_id],
            ARRAY[-1, 1], ARRAY[-(OLD.status = 'Active')::integer, (NEW.status = 'Active')::integer]);
        WHEN 'DELETE' THEN
          PERFORM directory.tally(ARRAY[OLD.created_on], ARRAY[OLD.organisation_id], ARRAY[-1],
            ARRAY[-(OLD.status = 'Active')::integer]);
        ELSE
          DELETE FROM directory.organisation_tally WHERE created_on > '-infinity';
          UPDATE directory.organisation_tally SET total = 0, active = 0;
      END CASE;
      RETURN NULL;
    END $$`);
  await queryRunner.query(`
    CREATE TRIGGER organisation_tally_inserted AFTER INSERT ON directory.organisation
      REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION directory.tally_change()`);
  // Most changes move nothing; those pay nothing.
  await queryRunner.query(`
    CREATE TRIGGER organisation_tally_changed AFTER UPDATE ON directory.organisation FOR EACH ROW
      WHEN ((OLD.status = 'Active') IS DISTINCT FROM (NEW.status = 'Active') OR OLD.created_on <> NEW.created_on
        OR OLD.organisation_id <> NEW.organisation_id)
      EXECUTE FUNCTION directory.tally_change()`);
  await queryRunner.query(`
    CREATE TRIGGER organisation_tally_deleted AFTER DELETE ON directory.organisation
      FOR EACH ROW EXECUTE FUNCTION directory.tally_change()`);
  await queryRunner.query(`
    CREATE TRIGGER organisation_tally_truncated AFTER TRUNCATE ON directory.organisation
      FOR EACH STATEMENT EXECUTE FUNCTION directory.tally_change()`);
}
