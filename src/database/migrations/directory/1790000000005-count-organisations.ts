import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A bucket with more organisations is split. */
const bucketLimit = 4_000;
/** Organisations in each part of a split bucket. */
const bucketSize = 2_000;

/**
 * Count buckets: how many organisations, and how many Active ones, are in each range of the default order (CreatedOn,
 * OrganisationId). Their sums are the totals of lists and the offsets of deep pages.
 */
export class CountOrganisations1790000000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A bucket begins at its own key and ends before the next one's. The first begins at -infinity.
      CREATE TABLE directory.organisation_count_bucket (
        bucket_id bigint GENERATED ALWAYS AS IDENTITY,
        created_on timestamptz NOT NULL,
        organisation_id text COLLATE "C" NOT NULL,
        total integer NOT NULL,
        active integer NOT NULL,
        CONSTRAINT organisation_count_bucket_pkey PRIMARY KEY (bucket_id),
        CONSTRAINT organisation_count_bucket_key UNIQUE (created_on, organisation_id),
        CONSTRAINT organisation_count_bucket_total_check CHECK (total >= 0),
        CONSTRAINT organisation_count_bucket_active_check CHECK (active BETWEEN 0 AND total)
      ) WITH (fillfactor = 50)`);
    await createBucketFunctions(queryRunner);
    await createTriggers(queryRunner);
    await queryRunner.query(`
      INSERT INTO directory.organisation_count_bucket (created_on, organisation_id, total, active)
      SELECT '-infinity', '', count(*), count(*) FILTER (WHERE status = 'Active') FROM directory.organisation;
      SELECT directory.split_count_bucket(bucket_id) FROM directory.organisation_count_bucket
      WHERE total > ${bucketLimit}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION directory.count_organisations() CASCADE;
      DROP FUNCTION directory.add_to_count_buckets(timestamptz[], text[], integer[], integer[]);
      DROP FUNCTION directory.count_bucket_ids(timestamptz[], text[]);
      DROP FUNCTION directory.split_full_count_bucket() CASCADE;
      DROP FUNCTION directory.split_count_bucket(bigint);
      DROP TABLE directory.organisation_count_bucket`);
  }
}

async function createBucketFunctions(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION directory.count_bucket_ids(dates timestamptz[], ids text[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
      SELECT array_agg(DISTINCT bucket.bucket_id ORDER BY bucket.bucket_id)
      FROM unnest(dates, ids) AS key(created_on, organisation_id)
      CROSS JOIN LATERAL (
        SELECT t.bucket_id FROM directory.organisation_count_bucket t
        WHERE (t.created_on, t.organisation_id) <= (key.created_on, key.organisation_id COLLATE "C")
        ORDER BY t.created_on DESC, t.organisation_id DESC LIMIT 1) bucket
    $$`);
  await queryRunner.query(`
    CREATE FUNCTION directory.split_count_bucket(bucket bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      lower record;
      upper record;
    BEGIN
      SELECT t.created_on, t.organisation_id INTO lower FROM directory.organisation_count_bucket t WHERE t.bucket_id = bucket;
      SELECT t.created_on, t.organisation_id INTO upper FROM directory.organisation_count_bucket t
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
        UPDATE directory.organisation_count_bucket t SET total = parts.total, active = parts.active
        FROM parts WHERE parts.part = 0 AND t.bucket_id = bucket
      )
      INSERT INTO directory.organisation_count_bucket (created_on, organisation_id, total, active)
      SELECT created_on, organisation_id, total, active FROM parts WHERE part > 0;
    END $$`);
  // Another transaction may split a bucket while this one waits for its lock, so look up the buckets again after locking.
  await queryRunner.query(`
    CREATE FUNCTION directory.add_to_count_buckets(dates timestamptz[], ids text[], totals integer[], actives integer[])
      RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      locked bigint[] := '{}';
      found bigint[] := directory.count_bucket_ids(dates, ids);
    BEGIN
      WHILE NOT found <@ locked LOOP
        PERFORM FROM directory.organisation_count_bucket WHERE bucket_id = ANY (found) ORDER BY bucket_id FOR UPDATE;
        locked := locked || found;
        found := directory.count_bucket_ids(dates, ids);
      END LOOP;
      UPDATE directory.organisation_count_bucket t SET total = t.total + change.total, active = t.active + change.active
      FROM (
        SELECT bucket.bucket_id, sum(key.total) AS total, sum(key.active) AS active
        FROM unnest(dates, ids, totals, actives) AS key(created_on, organisation_id, total, active)
        CROSS JOIN LATERAL (
          SELECT b.bucket_id FROM directory.organisation_count_bucket b
          WHERE (b.created_on, b.organisation_id) <= (key.created_on, key.organisation_id COLLATE "C")
          ORDER BY b.created_on DESC, b.organisation_id DESC LIMIT 1) bucket
        GROUP BY bucket.bucket_id) change
      WHERE t.bucket_id = change.bucket_id;
    END $$`);
  await queryRunner.query(`
    CREATE FUNCTION directory.split_full_count_bucket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM directory.split_count_bucket(bucket_id) FROM directory.organisation_count_bucket
        WHERE bucket_id = NEW.bucket_id AND total > ${bucketLimit};
      RETURN NULL;
    END $$`);
}

async function createTriggers(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION directory.count_organisations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      CASE TG_OP
        WHEN 'INSERT' THEN
          PERFORM directory.add_to_count_buckets(array_agg(created_on), array_agg(organisation_id), array_agg(1),
            array_agg((status = 'Active')::integer)) FROM inserted HAVING count(*) > 0;
        WHEN 'UPDATE' THEN
          PERFORM directory.add_to_count_buckets(ARRAY[OLD.created_on, NEW.created_on], ARRAY[OLD.organisation_id, NEW.organisation_id],
            ARRAY[-1, 1], ARRAY[-(OLD.status = 'Active')::integer, (NEW.status = 'Active')::integer]);
        WHEN 'DELETE' THEN
          PERFORM directory.add_to_count_buckets(ARRAY[OLD.created_on], ARRAY[OLD.organisation_id], ARRAY[-1],
            ARRAY[-(OLD.status = 'Active')::integer]);
        ELSE
          DELETE FROM directory.organisation_count_bucket WHERE created_on > '-infinity';
          UPDATE directory.organisation_count_bucket SET total = 0, active = 0;
      END CASE;
      RETURN NULL;
    END $$`);
  await queryRunner.query(`
    CREATE TRIGGER organisation_count_bucket_inserted AFTER INSERT ON directory.organisation
      REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION directory.count_organisations()`);
  // WHEN: an update that changes neither a count nor a key skips the trigger.
  await queryRunner.query(`
    CREATE TRIGGER organisation_count_bucket_changed AFTER UPDATE ON directory.organisation FOR EACH ROW
      WHEN ((OLD.status = 'Active') IS DISTINCT FROM (NEW.status = 'Active') OR OLD.created_on <> NEW.created_on
        OR OLD.organisation_id <> NEW.organisation_id)
      EXECUTE FUNCTION directory.count_organisations()`);
  await queryRunner.query(`
    CREATE TRIGGER organisation_count_bucket_deleted AFTER DELETE ON directory.organisation
      FOR EACH ROW EXECUTE FUNCTION directory.count_organisations()`);
  await queryRunner.query(`
    CREATE TRIGGER organisation_count_bucket_truncated AFTER TRUNCATE ON directory.organisation
      FOR EACH STATEMENT EXECUTE FUNCTION directory.count_organisations()`);
  // At the commit: a split counts the rows of the table, and in the middle of an update some of them are not counted yet.
  await queryRunner.query(`
    CREATE CONSTRAINT TRIGGER organisation_count_bucket_full AFTER UPDATE ON directory.organisation_count_bucket
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.total > ${bucketLimit})
      EXECUTE FUNCTION directory.split_full_count_bucket();
    ALTER TABLE directory.organisation_count_bucket ENABLE ALWAYS TRIGGER organisation_count_bucket_full`);
  // ALWAYS: session_replication_role = replica would switch ordinary triggers off.
  await queryRunner.query(`
    ALTER TABLE directory.organisation
      ENABLE ALWAYS TRIGGER organisation_count_bucket_inserted,
      ENABLE ALWAYS TRIGGER organisation_count_bucket_changed,
      ENABLE ALWAYS TRIGGER organisation_count_bucket_deleted,
      ENABLE ALWAYS TRIGGER organisation_count_bucket_truncated`);
}
