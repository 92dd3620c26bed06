import type { TestDatabase } from '../../support/postgres.js';
import { isAcknowledged, type Load, type SentChange, sharedIds } from './load.js';
import { report, type Row } from './row.js';

/** As inserted by `prepare`. */
const sharedAtFirst = { AddressLine2: null, City: 'London', Status: 'Active', Flags: [] };

/** Compares the database with the responses that clients received. */
interface Verdict {
  readonly lost: number;
  readonly duplicated: number;
  /** Partial changes, changes without a request, and responses that contradict the database. */
  readonly faults: readonly string[];
}

interface Entry {
  readonly organisationId: string;
  readonly revision: number;
  readonly marker: string;
  readonly operation: string;
  readonly changes: readonly { readonly Field: string; readonly New: unknown }[];
}

interface Present {
  readonly organisationId: string;
  readonly revision: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Compares every sent change with the organisations and the history in the database, adds the row of the fault
 * to the table and fails the test on any difference.
 * @param refusals the statuses with which a change may be rejected
 */
export async function conclude(
  fault: Row['fault'],
  load: Load,
  database: Pick<TestDatabase, 'query'>,
  refusals: readonly number[],
  notes: readonly string[] = [],
): Promise<void> {
  const verdict = await judge(load.sent, database);
  const { lost, duplicated } = verdict;
  report({
    fault,
    requests: load.sent.length,
    acknowledged: load.acknowledged.length,
    lost,
    duplicated,
    longestOutageMs: longestOutageMs(load.sent),
    notes,
  });
  const refused = load.sent.filter(({ status }) => status !== null && status >= 300);
  const strange = refused.filter(({ status }) => status === null || !refusals.includes(status));
  const told = strange.map(({ marker, status }) => `${marker} was answered ${String(status)}`);
  expect({ lost, duplicated, faults: [...verdict.faults, ...told].slice(0, 20) }).toEqual({
    lost: 0,
    duplicated: 0,
    faults: [],
  });
}

async function judge(sent: readonly SentChange[], database: Pick<TestDatabase, 'query'>): Promise<Verdict> {
  const entries = await readEntries(database);
  const byMarker = groupBy(entries, ({ marker }) => marker);
  const known = new Set(sent.map(({ marker }) => marker));
  const told = sent.map((change) => ({ change, made: byMarker.get(change.marker) ?? [] }));
  return {
    lost: told.filter(({ change, made }) => isAcknowledged(change) && made.length === 0).length,
    duplicated: told.filter(({ made }) => made.length > 1).length,
    faults: [
      ...sent.flatMap(({ fault }) => fault ?? []),
      ...told.flatMap(({ change, made }) => made.flatMap((entry) => faultOfEntry(change, entry) ?? [])),
      ...entries.flatMap(({ marker }) => (known.has(marker) ? [] : [`nobody asked for ${marker}`])),
      ...(await halfChanges(entries, database)),
      ...(await wrongTotals(database)),
    ],
  };
}

/** Returns the max milliseconds between two consecutive acknowledged changes. */
function longestOutageMs(sent: readonly SentChange[]): number {
  const times = sent
    .filter(isAcknowledged)
    .map(({ endedMs }) => endedMs)
    .sort((one, other) => one - other);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.round(Math.max(0, ...gaps));
}

/** Checks that a rejected change was not made; 502 and 504 leave the outcome open. */
function faultOfEntry(change: SentChange, { organisationId, operation, changes }: Entry): string | null {
  const { marker, method, status } = change;
  const isOpen = status === null || status === 502 || status === 504;
  if (!isOpen && !isAcknowledged(change)) return `${marker} was answered ${status} and made all the same`;
  const address = changes.find(({ Field }) => Field === 'AddressLine2')?.New;
  const isIts =
    organisationId === change.organisationId &&
    operation === (method === 'POST' ? 'Create' : 'Update') &&
    address === marker;
  return isIts ? null : `the history entry of ${marker} tells of another change`;
}

/** Checks that every organisation equals the result of its history entries. */
async function halfChanges(
  entries: readonly Entry[],
  database: Pick<TestDatabase, 'query'>,
): Promise<string[]> {
  const histories = groupBy(entries, ({ organisationId }) => organisationId);
  const present = await readPresent(database);
  const orphans = [...histories.keys()].filter((id) => !present.some((one) => one.organisationId === id));
  return [
    ...orphans.map((id) => `${id} has a history and does not exist`),
    ...present.flatMap((organisation) => {
      const history = histories.get(organisation.organisationId) ?? [];
      return halfOf(organisation, history) ?? [];
    }),
  ];
}

function halfOf({ organisationId, revision, fields }: Present, history: readonly Entry[]): string | null {
  // Organisations inserted without the API have a revision without a history entry.
  const first = (sharedIds as readonly string[]).includes(organisationId) ? 2 : 1;
  const isCounted = history.every((entry, index) => entry.revision === first + index);
  if (!isCounted || revision !== first + history.length - 1)
    return `${organisationId} is at revision ${revision} with ${history.length} history entries`;
  const replayed: Record<string, unknown> = first === 2 ? { ...sharedAtFirst } : { Flags: [] };
  for (const { Field, New } of history.flatMap(({ changes }) => changes)) replayed[Field] = New;
  const wrong = Object.entries(fields).filter(
    ([name, value]) => JSON.stringify(replayed[name]) !== JSON.stringify(value),
  );
  return wrong.length === 0
    ? null
    : `${organisationId} is not what its history says: ${JSON.stringify(wrong)}`;
}

/** Checks the stored totals against the organisations. */
async function wrongTotals(database: Pick<TestDatabase, 'query'>): Promise<string[]> {
  const rows = await database.query<{ kept: number[]; counted: number[] }>(
    `SELECT
       (SELECT ARRAY[sum(total), sum(active)]::int[] FROM directory.organisation_count_bucket) AS kept,
       (SELECT ARRAY[count(*), count(*) FILTER (WHERE status = 'Active')]::int[] FROM directory.organisation)
         AS counted`,
  );
  const [row] = rows;
  return JSON.stringify(row?.kept) === JSON.stringify(row?.counted)
    ? []
    : [`the count buckets say ${JSON.stringify(row?.kept)} in place of ${JSON.stringify(row?.counted)}`];
}

function readEntries(database: Pick<TestDatabase, 'query'>): Promise<Entry[]> {
  return database.query<Entry>(
    `SELECT organisation_id AS "organisationId", revision, interaction_id AS marker, operation, changes
     FROM directory.organisation_history ORDER BY organisation_id, revision`,
  );
}

function readPresent(database: Pick<TestDatabase, 'query'>): Promise<Present[]> {
  return database.query<Present>(
    `SELECT organisation_id AS "organisationId", revision, jsonb_build_object(
       'AddressLine2', address_line2, 'City', city, 'Status', status, 'Flags', (
         SELECT coalesce(jsonb_agg(c.flag_id ORDER BY c.flag_id), '[]') FROM directory.organisation_flag c
         WHERE c.organisation_id = o.organisation_id)) AS fields
     FROM directory.organisation o`,
  );
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
