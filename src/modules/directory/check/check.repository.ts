import type { Queryable } from '../../../database/queryable.js';
import type { StoredFields } from '../../../fields/field.js';
import { amendableFields } from '../../../fields/sql.js';
import { flagFields } from '../flags/flag.fields.js';
import type { HistoryOwner } from '../history/history.repository.js';
import { amendableColumns } from '../organisations/organisation.fields.js';

/** Differences of one kind that are named; the others are only counted. */
const maxNamed = 20;
/** Rows of the change counter. */
const shards = 17;

/** Sentences about derived rows that differ from the rows that they are derived from. */
export interface Differences {
  readonly sentences: readonly string[];
  readonly count: number;
}

/** Buckets whose counts differ from the organisations between their key and the next one's. */
const countBuckets = `
  SELECT format('The count bucket from %s counts %s organisations, %s of them Active; there are %s, %s of them Active.',
    concat_ws(' ', b.created_on, nullif(b.organisation_id, '')), b.total, b.active, o.total, o.active) AS sentence
  FROM (
    SELECT *, lead(created_on, 1, 'infinity') OVER keys AS next_on, lead(organisation_id, 1, '') OVER keys AS next_id
    FROM directory.organisation_count_bucket WINDOW keys AS (ORDER BY created_on, organisation_id)
  ) b CROSS JOIN LATERAL (
    SELECT count(*) AS total, count(*) FILTER (WHERE status = 'Active') AS active FROM directory.organisation
    WHERE (created_on, organisation_id) >= (b.created_on, b.organisation_id)
      AND (created_on, organisation_id) < (b.next_on, b.next_id)
  ) o WHERE (b.total, b.active) <> (o.total, o.active)`;

const firstBucket = `
  SELECT 'There is no first count bucket, so organisations before the earliest bucket are counted by none.' AS sentence
  WHERE NOT EXISTS (SELECT FROM directory.organisation_count_bucket WHERE created_on = '-infinity' AND organisation_id = '')`;

const changeCounter = `
  SELECT format('The change counter has no row %s, so pages can be older than the database.', shard) AS sentence
  FROM generate_series(0, ${shards - 1}) AS shard
  WHERE shard NOT IN (SELECT c.shard FROM directory.change_counter c)`;

const triggers = `
  SELECT format('The trigger %s of %s does not run for every session: it is not ENABLE ALWAYS.', tgname, tgrelid::regclass)
    AS sentence
  FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
  WHERE NOT tgisinternal AND tgenabled <> 'A' AND relnamespace = 'directory'::regnamespace`;

/** A revision counts the entries of a history, which begin at 1 and have no gap. */
function revisions(owner: HistoryOwner): string {
  return `
  SELECT format('The ${owner} %s is at revision %s; its history holds %s entries, the last of revision %s.',
    o.${owner}_id, o.revision, count(h.revision), coalesce(max(h.revision), 0)) AS sentence
  FROM directory.${owner} o LEFT JOIN directory.${owner}_history h USING (${owner}_id)
  GROUP BY o.${owner}_id
  HAVING o.revision <> coalesce(max(h.revision), 0) OR count(h.revision) <> coalesce(max(h.revision), 0)`;
}

/**
 * The values that a history ends with differ from the row. Flags are compared as sets, by containment both ways.
 * @param more further members of the row's JSON object, in SQL
 */
function values(owner: HistoryOwner, fields: StoredFields, more = ''): string {
  const members = Object.values(fields)
    .map(({ wire, column }) => `'${wire ?? column}', o.${column}`)
    .join(', ');
  return `
  SELECT format('The history of the ${owner} %s ends with other values of %s.', o.${owner}_id,
    string_agg(present.key, ', ' ORDER BY present.key)) AS sentence
  FROM directory.${owner} o
  JOIN (
    SELECT h.${owner}_id, jsonb_object_agg(change ->> 'Field', change -> 'New' ORDER BY h.revision) AS fields
    FROM directory.${owner}_history h CROSS JOIN LATERAL jsonb_array_elements(h.changes) AS change GROUP BY h.${owner}_id
  ) told USING (${owner}_id)
  CROSS JOIN LATERAL jsonb_each(jsonb_build_object(${members}${more})) AS present
  CROSS JOIN LATERAL (
    SELECT coalesce(told.fields -> present.key, CASE present.key
      WHEN 'Flags' THEN '[]' WHEN 'CreatedOn' THEN present.value ELSE 'null' END::jsonb) AS value
  ) last
  WHERE NOT (present.value @> last.value AND last.value @> present.value)
  GROUP BY o.${owner}_id`;
}

/** A history that was kept while its row was removed, which a foreign key prevents. */
function removedRows(owner: HistoryOwner): string {
  return `
  SELECT DISTINCT format('The ${owner} %s has a history and no row.', ${owner}_id) AS sentence
  FROM directory.${owner}_history h
  WHERE NOT EXISTS (SELECT FROM directory.${owner} o WHERE o.${owner}_id = h.${owner}_id)`;
}

/** Histories of earlier releases do not say when an organisation was created. */
const createdOn = `, 'CreatedOn', to_char(o.created_on AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const carriedFlags = `, 'Flags', (SELECT coalesce(jsonb_agg(c.flag_id), '[]') FROM directory.organisation_flag c
    WHERE c.organisation_id = o.organisation_id)`;

/** Addresses stay out of the sentence. */
const adminUsers = `
  SELECT DISTINCT format('The history of the organisation %s ends with other admin users.', organisation_id) AS sentence
  FROM directory.admin_user a FULL JOIN (
    SELECT DISTINCT ON (h.organisation_id, change #>> '{New,UserEmail}') h.organisation_id,
      change #>> '{New,UserEmail}' COLLATE "C" AS user_email, change #>> '{New,Status}' AS status
    FROM directory.organisation_history h CROSS JOIN LATERAL jsonb_array_elements(h.changes) AS change
    WHERE change ->> 'Field' = 'AdminUsers'
    ORDER BY h.organisation_id, change #>> '{New,UserEmail}', h.revision DESC
  ) told USING (organisation_id, user_email)
  WHERE a.status IS DISTINCT FROM told.status`;

const logEnd = `
  SELECT format('The log of changes holds %s entries up to position %s; its head is at %s.', found.count, found.last, head.position)
    AS sentence
  FROM directory.change_log_head head
  CROSS JOIN (SELECT count(*), coalesce(max(position), 0) AS last FROM directory.change_log) found
  WHERE (found.count, found.last) <> (head.position, head.position)`;

/** Entries that the sequencer has passed. Later ones get their positions yet. */
function withoutPosition(owner: HistoryOwner): string {
  return `
  SELECT format('The history of the ${owner} %s has an entry of revision %s without a position in the log.',
    h.${owner}_id, h.revision) AS sentence
  FROM directory.${owner}_history h JOIN directory.change_log_head head
    ON pg_visible_in_snapshot(h.writer, head.snapshot)
  WHERE NOT EXISTS (SELECT FROM directory.change_log l WHERE (l.${owner}_id, l.revision) = (h.${owner}_id, h.revision))`;
}

/** Replays the histories and compares the results with the rows. */
const historyChecks = [
  revisions('organisation'),
  revisions('flag'),
  removedRows('organisation'),
  removedRows('flag'),
  values('organisation', amendableColumns, createdOn + carriedFlags),
  values('flag', amendableFields(flagFields)),
  adminUsers,
];

const checks = [
  countBuckets,
  firstBucket,
  changeCounter,
  triggers,
  ...historyChecks,
  logEnd,
  withoutPosition('organisation'),
  withoutPosition('flag'),
];

/** The SQL that recounts what the database derives from its rows. */
export class CheckRepository {
  /** Compares everything within one snapshot; the service may run. Reads the whole directory. */
  async findDifferences(session: Queryable): Promise<Differences> {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      return await this.runAll(session, checks);
    } finally {
      await session.query('ROLLBACK');
    }
  }

  /** Compares what the histories end with and the rows, in the snapshot of the caller. */
  findHistoryDifferences(snapshot: Queryable): Promise<Differences> {
    return this.runAll(snapshot, historyChecks);
  }

  private async runAll(session: Queryable, wanted: readonly string[]): Promise<Differences> {
    const found: Differences[] = [];
    for (const check of wanted) found.push(await this.run(session, check));
    return {
      sentences: found.flatMap(({ sentences }) => sentences),
      count: found.reduce((sum, { count }) => sum + count, 0),
    };
  }

  private async run(session: Queryable, check: string): Promise<Differences> {
    const rows = await session.query<{ sentence: string; count: string }>(
      `SELECT sentence, count(*) OVER () AS count FROM (${check}) found ORDER BY sentence LIMIT ${maxNamed}`,
    );
    const sentences = rows.map(({ sentence }) => sentence);
    const count = Number(rows[0]?.count ?? 0);
    if (count > maxNamed) sentences.push(`… and ${count - maxNamed} more differences of this kind.`);
    return { sentences, count };
  }
}
