import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Database, type Queryable } from '../../src/database/database.js';
import { SequencerRepository } from '../../src/modules/directory/changes/sequencer.repository.js';
import { ForeignLogHead, Sequencer } from '../../src/modules/directory/changes/sequencer.service.js';
import { aHistoryEntry } from '../support/builders/history.js';
import { aFlag, anOrganisation } from '../support/builders/organisation.js';
import { otherTransaction, waiting } from '../support/other-transaction.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { until } from '../support/until.js';

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: Readonly<Record<string, number>> }];
}

interface Row {
  readonly position: number;
  readonly owner: string;
  readonly revision: number;
  readonly hash: string;
}

let database: TestDatabase;
let opened: Database[];
let sequencer: Sequencer;

function openSequencer(): Sequencer {
  const own = new Database({ url: database.serviceUrl, poolSize: 2, timeoutMs: 20_000 });
  opened.push(own);
  return new Sequencer(own, new SequencerRepository());
}

/** Sequences until nothing is left; returns the number of batches. */
async function drain(worker = sequencer): Promise<number> {
  for (let batches = 1; ; batches += 1) if ((await worker.sequence())?.hasMore !== true) return batches;
}

function logged(): Promise<Row[]> {
  return database.query<Row>(
    `SELECT position::integer, coalesce(organisation_id, flag_id) AS owner, revision, encode(hash, 'hex') AS hash
     FROM directory.change_log ORDER BY position`,
  );
}

async function ownersInOrder(): Promise<string[]> {
  return (await logged()).map(({ owner, revision }) => `${owner} ${revision}`);
}

beforeEach(async () => {
  database = await createTestDatabase();
  opened = [];
  sequencer = openSequencer();
  for (const id of ['a', 'b', 'c']) await anOrganisation(database, { organisation_id: id });
});
afterEach(async () => {
  for (const own of opened) await own.onApplicationShutdown();
  await database.drop();
});

describe('the sequencer', () => {
  it('gives positions from 1 on, in the order of the transactions', async () => {
    await aHistoryEntry(database, 'b', 1);
    await aHistoryEntry(database, 'a', 1);
    await aHistoryEntry(database, 'b', 2);
    const batch = await sequencer.sequence();
    expect(batch).toMatchObject({ newest: { position: 3 }, hasMore: false });
    expect(await ownersInOrder()).toEqual(['b 1', 'a 1', 'b 2']);
    expect((await logged()).map(({ position }) => position)).toEqual([1, 2, 3]);
  });

  it('puts a revision after the one before it, though its transaction has the earlier id', async () => {
    const early = await otherTransaction(database);
    await early.query('SELECT pg_current_xact_id()');
    await aHistoryEntry(database, 'a', 1);
    await aHistoryEntry(early as never, 'a', 2);
    await early.commit();
    await drain();
    expect(await ownersInOrder()).toEqual(['a 1', 'a 2']);
  });

  it('does not wait for a transaction that is still running, and takes its entries later', async () => {
    const long = await otherTransaction(database);
    await aHistoryEntry(long as never, 'a', 1);
    await aHistoryEntry(database, 'b', 1);
    await drain();
    expect(await ownersInOrder()).toEqual(['b 1']);
    await aHistoryEntry(database, 'b', 2);
    await drain();
    await long.commit();
    await drain();
    expect(await ownersInOrder()).toEqual(['b 1', 'b 2', 'a 1']);
  });

  it('reads the new entries of a long log without those before them', async () => {
    await database.query(
      `INSERT INTO directory.organisation_history (organisation_id, revision, at, client_id, interaction_id, operation, changes)
       SELECT 'a', n, now(), 'test', 'test', 'Update', '[]' FROM generate_series(1, 20000) n`,
    );
    await drain();
    await database.query('VACUUM ANALYZE directory.organisation_history');
    await aHistoryEntry(database, 'b', 1);
    const pages = await opened[0]?.backgroundTransaction(async (transaction) => {
      const repository = new SequencerRepository();
      await repository.claim(transaction);
      const planned: Queryable = {
        query: (sql, values) => transaction.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`, values),
      };
      const head = await repository.readHead(transaction);
      const [row] = (await repository.listCandidates(planned, head, 1_000)) as unknown as Explained[];
      return row?.['QUERY PLAN'][0];
    }, 'log');
    expect(pages?.Plan['Actual Rows']).toBe(1);
    expect((pages?.Plan['Shared Hit Blocks'] ?? 0) + (pages?.Plan['Shared Read Blocks'] ?? 0)).toBeLessThan(
      50,
    );
  });

  it('gives no position to an entry that was rolled back', async () => {
    const undone = await otherTransaction(database);
    await aHistoryEntry(undone as never, 'a', 1);
    await undone.query('ROLLBACK');
    await undone.commit();
    await aHistoryEntry(database, 'a', 1);
    await drain();
    expect(await ownersInOrder()).toEqual(['a 1']);
  });

  it('gives the entries of one large transaction in batches of 1,000, by time, flags first', async () => {
    await aFlag(database, { flag_id: 'f' });
    await database.query(
      `WITH flags AS (
         INSERT INTO directory.flag_history (flag_id, revision, at, client_id, interaction_id, operation, changes)
         SELECT 'f', n, '2024-01-01', 'client', 'i', 'Update', '[]' FROM generate_series(1, 1100) n)
       INSERT INTO directory.organisation_history (organisation_id, revision, at, client_id, interaction_id, operation, changes)
       SELECT o.id, n, timestamptz '2024-01-01' + make_interval(secs => n), 'client', 'i', 'Update', '[]'
       FROM generate_series(1, 600) n CROSS JOIN (VALUES ('a'), ('b')) o(id)`,
    );
    // Committed after the first batch began its pass.
    const first = await sequencer.sequence();
    await aHistoryEntry(database, 'c', 1);
    expect([first?.newest.position, first?.hasMore]).toEqual([1_000, true]);
    expect(await drain()).toBe(2);
    await drain();
    const order = await ownersInOrder();
    expect(order).toHaveLength(2_301);
    expect([order[0], order[1_099], order[1_100], order[1_101], order[2_299], order[2_300]]).toEqual([
      'f 1',
      'f 1100',
      'a 1',
      'b 1',
      'b 600',
      'c 1',
    ]);
  });

  it('takes late predecessors from beyond the batch', async () => {
    // The clock went back: the last of 1,500 revisions has the earliest time.
    await database.query(
      `INSERT INTO directory.organisation_history (organisation_id, revision, at, client_id, interaction_id, operation, changes)
       SELECT 'a', n, timestamptz '2024-01-01' - make_interval(secs => n), 'client', 'i', 'Update', '[]'
       FROM generate_series(1, 1500) n`,
    );
    await drain();
    expect((await logged()).map(({ revision }) => revision)).toEqual(
      Array.from({ length: 1_500 }, (_, index) => index + 1),
    );
  });

  it('stops with a sentence for the operator where the head was written on another server', async () => {
    await aHistoryEntry(database, 'a', 1);
    await drain();
    await database.query(`UPDATE directory.change_log_head SET snapshot = '999999999:999999999:'`);
    await database.query(
      `ALTER TABLE directory.organisation_history DISABLE TRIGGER organisation_history_append_only;
       UPDATE directory.organisation_history SET writer = '999999000';
       ALTER TABLE directory.organisation_history ENABLE ALWAYS TRIGGER organisation_history_append_only`,
    );
    await expect(sequencer.sequence()).rejects.toThrow(ForeignLogHead);
    await database.query('SELECT directory.begin_change_log()');
    await drain();
    expect(await ownersInOrder()).toEqual(['a 1']);
  });

  it('gives each of 16 concurrent writers\u2019 entries one position, whatever is rolled back and which of two sequencers runs', async () => {
    const committed: string[] = [];
    const organisations = ['a', 'b', 'c'];
    const write = async (writer: number): Promise<void> => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      for (let turn = 0; turn < 25; turn += 1) {
        const id = organisations[(writer + turn) % organisations.length] ?? 'a';
        await client.query('BEGIN');
        if ((writer + turn) % 3 === 0) await client.query('SELECT pg_current_xact_id()');
        await sleep(Math.random() * 4);
        const { rows } = await client.query<{ revision: number }>(
          `UPDATE directory.organisation SET revision = revision + 1 WHERE organisation_id = $1 RETURNING revision - 1 AS revision`,
          [id],
        );
        const revision = rows[0]?.revision ?? 0;
        await aHistoryEntry(client, id, revision);
        const isRolledBack = (writer * 7 + turn) % 4 === 0;
        await client.query(isRolledBack ? 'ROLLBACK' : 'COMMIT');
        if (!isRolledBack) committed.push(`${id} ${revision}`);
      }
      await client.end();
    };
    let isOver = false;
    const sequence = async (worker: Sequencer): Promise<void> => {
      while (!isOver) await worker.sequence();
    };
    const sequencers = [sequence(sequencer), sequence(openSequencer())];
    await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
    isOver = true;
    await Promise.all(sequencers);
    await drain();
    const rows = await logged();
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.map(({ owner, revision }) => `${owner} ${revision}`).sort()).toEqual(committed.sort());
    for (const id of organisations) {
      const revisions = rows.filter(({ owner }) => owner === id).map(({ revision }) => revision);
      expect(revisions).toEqual(revisions.map((_, index) => index + 1));
    }
    expect(await recomputedHashes()).toEqual(rows.map(({ hash }) => hash));
  });

  it.each([
    ['before it adds positions', 'LOCK TABLE directory.change_log IN SHARE MODE'],
    ['before it moves the head', 'SELECT FROM directory.change_log_head FOR UPDATE'],
  ])('killed %s changes nothing, and another one goes on', async (_, lock) => {
    await aHistoryEntry(database, 'a', 1);
    await drain();
    await aHistoryEntry(database, 'a', 2);
    const other = await otherTransaction(database);
    await other.query(lock);
    const cut = sequencer.sequence().catch((error: unknown) => error);
    await waiting(database);
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = 'directory_service' AND wait_event_type = 'Lock'`,
    );
    expect(await cut).toBeInstanceOf(Error);
    await other.commit();
    expect(await ownersInOrder()).toEqual(['a 1']);
    await drain(openSequencer());
    await aHistoryEntry(database, 'a', 3);
    await drain();
    expect(await ownersInOrder()).toEqual(['a 1', 'a 2', 'a 3']);
    expect(await recomputedHashes()).toEqual((await logged()).map(({ hash }) => hash));
  });
});

describe('a change of a history', () => {
  it('notifies at its commit, one of concurrent transactions for all', async () => {
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    let notified = 0;
    listener.on('notification', () => {
      notified += 1;
    });
    await listener.query('LISTEN directory_history');
    const first = await otherTransaction(database);
    await aHistoryEntry(first as never, 'a', 1);
    await aHistoryEntry(database, 'b', 1);
    await listener.query('SELECT');
    expect(notified).toBe(0);
    await first.commit();
    await aHistoryEntry(database, 'b', 2);
    await until('both notifications', () => (notified === 2 ? true : null));
    await listener.end();
  });
});

describe('the hash chain', () => {
  it('is what an independent few lines compute, and shows a change of the history by the owner of the database', async () => {
    await aFlag(database, { flag_id: 'f' });
    const odd = [{ Field: 'OrganisationName', Old: null, New: 'é "\\ \u2028 😀 \u0001' }];
    await aHistoryEntry(database, 'a', 1, { changes: JSON.stringify(odd), user_email: 'ann@bank.example' });
    await database.query(
      `INSERT INTO directory.flag_history (flag_id, revision, client_id, interaction_id, operation, changes)
       VALUES ('f', 1, 'c', 'i', 'Create', '[{"Field": "AccessLevel", "Old": null, "New": 7}]')`,
    );
    await aHistoryEntry(database, 'b', 1);
    await drain();
    const hashes = (await logged()).map(({ hash }) => hash);
    expect(await recomputedHashes()).toEqual(hashes);
    await database.query(
      `ALTER TABLE directory.flag_history DISABLE TRIGGER ALL;
       UPDATE directory.flag_history SET changes = '[{"Field": "AccessLevel", "Old": null, "New": 8}]'`,
    );
    const after = await recomputedHashes();
    expect(after.map((hash, index) => hash === hashes[index])).toEqual([true, false, false]);
  });
});

describe('change_log', () => {
  beforeEach(async () => {
    await aHistoryEntry(database, 'a', 1);
    await drain();
  });

  it.each([
    'UPDATE directory.change_log SET position = position',
    'DELETE FROM directory.change_log',
    'TRUNCATE directory.change_log',
    'SET session_replication_role = replica; DELETE FROM directory.change_log',
  ])('is append-only: rejects %s', async (sql) => {
    await expect(database.query(sql)).rejects.toThrow('is append-only');
    expect(await ownersInOrder()).toEqual(['a 1']);
  });

  it.each([
    [
      'a second position of an entry',
      `(2, 'a', NULL, 1, decode(repeat('00', 32), 'hex'))`,
      'change_log_organisation_idx',
    ],
    ['a position twice', `(1, 'b', NULL, 1, decode(repeat('00', 32), 'hex'))`, 'change_log_pkey'],
    [
      'an entry that is not there',
      `(2, 'b', NULL, 9, decode(repeat('00', 32), 'hex'))`,
      'change_log_organisation_fkey',
    ],
    ['an entry of nobody', `(2, NULL, NULL, 1, decode(repeat('00', 32), 'hex'))`, 'change_log_owner_check'],
    ['a short hash', `(2, 'b', NULL, 1, '\\x00')`, 'change_log_hash_check'],
  ])('refuses %s', async (_, values, constraint) => {
    await expect(database.query(`INSERT INTO directory.change_log VALUES ${values}`)).rejects.toMatchObject({
      constraint,
    });
  });

  it('starts anew under another id by begin_change_log, which the service\u2019s role may not call', async () => {
    const own = opened[0];
    await expect(own?.query('SELECT directory.begin_change_log()')).rejects.toThrow();
    const [before] = await database.query<{ log: string }>('SELECT log FROM directory.change_log_head');
    await database.query('SELECT directory.begin_change_log()');
    const [after] = await database.query<{ log: string }>('SELECT log FROM directory.change_log_head');
    expect(after?.log).not.toBe(before?.log);
    expect(await logged()).toEqual([]);
    await drain();
    expect(await ownersInOrder()).toEqual(['a 1']);
  });
});

/** Computes all hashes from the tables, with nothing of the service's code. */
async function recomputedHashes(): Promise<string[]> {
  const [head] = await database.query<{ log: string }>('SELECT log FROM directory.change_log_head');
  const rows = await database.query<{ position: number; entry: Record<string, unknown>; at: Date }>(
    `SELECT position::integer, at, json_build_object(idname, id, 'Revision', revision,
       'By', json_build_object('ClientId', client_id, 'UserEmail', user_email), 'InteractionId', interaction_id,
       'Operation', operation, 'Changes', changes) AS entry
     FROM (SELECT l.position, 'OrganisationId' AS idname, h.organisation_id AS id, h.revision, h.at, h.client_id,
         h.user_email, h.interaction_id, h.operation, h.changes
       FROM directory.change_log l JOIN directory.organisation_history h USING (organisation_id, revision)
       UNION ALL SELECT l.position, 'FlagId', h.flag_id, h.revision, h.at, h.client_id,
         h.user_email, h.interaction_id, h.operation, h.changes
       FROM directory.change_log l JOIN directory.flag_history h USING (flag_id, revision)) entries ORDER BY position`,
  );
  let previous = '0'.repeat(64);
  return rows.map(({ position, entry, at }) => {
    const Entry = { ...entry, At: at.toISOString() };
    const text = canonical({ Log: head?.log, Position: position, Previous: previous, Entry });
    previous = createHash('sha256').update(text).digest('hex');
    return previous;
  });
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
