import { Database } from '../../src/database/database.js';
import { DatabaseSession } from '../../src/database/database-session.js';
import { SequencerRepository } from '../../src/modules/directory/changes/sequencer.repository.js';
import { Sequencer } from '../../src/modules/directory/changes/sequencer.service.js';
import type { Checkpoint } from '../../src/modules/directory/checkpoint/checkpoint.js';
import { readLogHead } from '../../src/modules/directory/checkpoint/checkpoint.repository.js';
import { seedDirectory } from '../../src/modules/directory/seed/seed-directory.js';
import { type LogVerdict, OtherLog, verifyLog } from '../../src/modules/directory/verify/verify-log.js';
import { aHistoryEntry } from '../support/builders/history.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const sample = 'c0ffee00-0000-4000-8000-000000000001';
const ofSample = `WHERE organisation_id = '${sample}'`;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await seedDirectory({
    databaseUrl: database.url,
    count: 5,
    seed: 1,
    onNote: () => undefined,
    onProgress: () => undefined,
    isStopping: () => false,
  });
  await sequence();
});
afterEach(() => database.drop());

async function sequence(): Promise<void> {
  const own = new Database({ url: database.serviceUrl, poolSize: 2, timeoutMs: 20_000 });
  const sequencer = new Sequencer(own, new SequencerRepository());
  while ((await sequencer.sequence())?.hasMore === true);
  await own.onApplicationShutdown();
}

async function inSession<Result>(work: (session: DatabaseSession) => Promise<Result>): Promise<Result> {
  const session = await DatabaseSession.open(database.url);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const verify = (checkpoint: Checkpoint | null = null): Promise<LogVerdict> =>
  inSession((session) => verifyLog(session, checkpoint));

async function checkpoint(): Promise<Checkpoint> {
  const { log, position, hash } = await inSession(readLogHead);
  return { iss: 'https://directory.example', iat: 0, Log: log, Position: position, Hash: hash };
}

/** Runs statements as the owner of the tables, whom no trigger or foreign key stops. */
async function tamper(sql: string): Promise<void> {
  const tables = [
    'organisation',
    'flag',
    'organisation_history',
    'flag_history',
    'organisation_flag',
    'admin_user',
    'change_log',
  ];
  await inSession(async (session) => {
    await session.query('BEGIN');
    for (const table of tables) await session.query(`ALTER TABLE directory.${table} DISABLE TRIGGER ALL`);
    await session.query(sql);
    await session.query('COMMIT');
  });
}

const last = '(SELECT max(position) FROM directory.change_log)';
const lastOwner = `(SELECT organisation_id FROM directory.change_log WHERE position = ${last})`;
const writeAnew = `TRUNCATE directory.change_log;
  UPDATE directory.change_log_head SET position = 0, hash = decode(repeat('00', 32), 'hex'), snapshot = '1:1:', target = NULL`;

it('a log that only the service wrote is whole, and the tables are what it says', async () => {
  const head = await inSession(readLogHead);
  expect(head.position).toBeGreaterThan(5);
  expect(await verify(await checkpoint())).toEqual({
    head,
    waiting: 0,
    fault: null,
    differences: { sentences: [], count: 0 },
  });
});

it('an empty log is whole', async () => {
  await tamper(`TRUNCATE directory.change_log, directory.organisation_history, directory.flag_history,
    directory.organisation_flag, directory.admin_user, directory.organisation, directory.flag; ${writeAnew}`);
  expect(await verify()).toMatchObject({ head: { position: 0 }, fault: null, differences: { count: 0 } });
});

it('changes that wait for their position are counted, and replayed', async () => {
  await database.query(`UPDATE directory.organisation SET city = 'City 2', revision = 2 ${ofSample}`);
  await aHistoryEntry(database, sample, 2);
  expect(await verify()).toMatchObject({ waiting: 1, fault: null, differences: { count: 0 } });
});

it('a long log is read in batches', async () => {
  await database.query(`UPDATE directory.organisation SET revision = 1201 ${ofSample}`);
  await database.query(
    `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes)
     SELECT '${sample}', n, 'client', 'i', 'Update', '[]' FROM generate_series(2, 1201) n`,
  );
  await sequence();
  expect(await verify()).toMatchObject({ waiting: 0, fault: null, differences: { count: 0 } });
  await tamper(`UPDATE directory.organisation_history SET client_id = 'other' WHERE revision = 1100`);
  expect((await verify()).fault).toMatch(
    /^The hash of position \d+ is not that of its entry, revision 1100 of /,
  );
});

describe.each<[what: string, sql: string, fault: RegExp]>([
  [
    'a changed value in an entry',
    `UPDATE directory.organisation_history SET changes = replace(changes::text, 'London', 'Leeds')::jsonb ${ofSample}`,
    new RegExp(
      `^The hash of position \\d+ is not that of its entry, revision 1 of the organisation ${sample}: `,
    ),
  ],
  [
    'another author of an entry',
    `UPDATE directory.organisation_history SET user_email = 'someone@else.example' ${ofSample}`,
    /^The hash of position \d+ is not that of its entry, /,
  ],
  [
    'another time of an entry of a flag',
    `UPDATE directory.flag_history SET at = at + interval '1 ms' WHERE flag_id = (SELECT min(flag_id) FROM directory.flag)`,
    /^The hash of position \d+ is not that of its entry, revision 1 of the flag /,
  ],
  [
    'another hash',
    `UPDATE directory.change_log SET hash = sha256('') WHERE position = 2`,
    /^The hash of position 2 is not that of its entry, /,
  ],
  [
    'two entries in the other order',
    `UPDATE directory.change_log SET position = 1000 + position WHERE position IN (1, 2);
     UPDATE directory.change_log SET position = 1003 - position WHERE position > 1000`,
    /^The hash of position 1 is not that of its entry, /,
  ],
  [
    'an entry that was removed from the history',
    `DELETE FROM directory.organisation_history ${ofSample}`,
    new RegExp(
      `^Position \\d+ has no entry: revision 1 of the organisation ${sample} is missing in the history\\.$`,
    ),
  ],
  [
    'an entry that was removed from history and log',
    `DELETE FROM directory.organisation_history ${ofSample}; DELETE FROM directory.change_log ${ofSample}`,
    /^Position \d+ is missing: the log goes on at \d+\.$/,
  ],
  [
    'an entry that was removed from the end',
    `DELETE FROM directory.change_log WHERE position = ${last}`,
    /^The log ends at position (\d+) with the hash \w{64}; its head says position \d+ with the hash \w{64}\.$/,
  ],
  [
    'another hash of the head',
    `UPDATE directory.change_log_head SET hash = sha256('')`,
    /^The log ends at position (\d+) with the hash \w{64}; its head says position \1 with the hash e3b0c442\w{56}\.$/,
  ],
  [
    'an entry that was added to the history, as old as others',
    `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes, writer)
     VALUES ('${sample}', 2, 'client', 'i', 'Update', '[]', '3')`,
    new RegExp(`^Revision 2 of the organisation ${sample} has no position: `),
  ],
  [
    'an entry that was added to history and log',
    `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes, writer)
       VALUES ('${sample}', 2, 'client', 'i', 'Update', '[]', '3');
     INSERT INTO directory.change_log (position, organisation_id, revision, hash)
       SELECT max(position) + 1, '${sample}', 2, sha256('') FROM directory.change_log;
     UPDATE directory.change_log_head SET position = position + 1, hash = sha256('')`,
    new RegExp(
      `^The hash of position \\d+ is not that of its entry, revision 2 of the organisation ${sample}: `,
    ),
  ],
])('%s', (_, sql, fault) => {
  it('is named', async () => {
    await tamper(sql);
    expect((await verify()).fault).toMatch(fault);
  });
});

it.each<[what: string, sql: string, sentence: string | RegExp]>([
  [
    'a field of an organisation',
    `UPDATE directory.organisation SET city = 'Leeds' ${ofSample}`,
    `The history of the organisation ${sample} ends with other values of City.`,
  ],
  [
    'the date of creation',
    `UPDATE directory.organisation SET created_on = created_on + interval '1 ms' ${ofSample}`,
    `The history of the organisation ${sample} ends with other values of CreatedOn.`,
  ],
  [
    'a flag that an organisation carries',
    `DELETE FROM directory.organisation_flag ${ofSample}`,
    `The history of the organisation ${sample} ends with other values of Flags.`,
  ],
  [
    'an administrator',
    `UPDATE directory.admin_user SET status = 'Inactive' ${ofSample}`,
    `The history of the organisation ${sample} ends with other admin users.`,
  ],
  [
    'a field of a flag',
    `UPDATE directory.flag SET access_level = 7 WHERE flag_id = (SELECT min(flag_id) FROM directory.flag)`,
    /^The history of the flag \S+ ends with other values of AccessLevel\.$/,
  ],
  [
    'a removed organisation',
    `DELETE FROM directory.organisation ${ofSample}`,
    `The organisation ${sample} has a history and no row.`,
  ],
  [
    'an organisation without a history',
    `INSERT INTO directory.organisation SELECT (json_populate_record(o, '{"organisation_id": "new"}')).*
     FROM directory.organisation o ${ofSample}`,
    'The organisation new is at revision 1; its history holds 0 entries, the last of revision 0.',
  ],
])('the tables differ from the log: %s', async (_, sql, sentence) => {
  await tamper(sql);
  const { fault, differences } = await verify();
  expect(fault).toBeNull();
  expect(differences.sentences[0]).toEqual(
    typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
  );
});

describe('a checkpoint that was kept', () => {
  it('shows that the end of the log was removed with its entry and its head', async () => {
    const kept = await checkpoint();
    await tamper(`DELETE FROM directory.organisation WHERE organisation_id = ${lastOwner};
      DELETE FROM directory.admin_user WHERE organisation_id = ${lastOwner};
      DELETE FROM directory.organisation_flag WHERE organisation_id = ${lastOwner};
      DELETE FROM directory.organisation_history WHERE organisation_id = ${lastOwner};
      DELETE FROM directory.change_log WHERE position = ${last};
      UPDATE directory.change_log_head SET (position, hash) =
        (SELECT position, hash FROM directory.change_log WHERE position = ${last})`);
    expect(await verify()).toMatchObject({ fault: null, differences: { count: 0 } });
    expect((await verify(kept)).fault).toMatch(
      /^The log ends at position \d+; the checkpoint is of position \d+: later positions were removed\.$/,
    );
  });

  it('shows that the whole log was written anew', async () => {
    const kept = await checkpoint();
    await tamper(`UPDATE directory.organisation SET city = 'Leeds' ${ofSample};
      UPDATE directory.organisation_history SET changes = jsonb_set(changes, ARRAY[
        (SELECT (n - 1)::text FROM jsonb_array_elements(changes) WITH ORDINALITY e(change, n) WHERE change ->> 'Field' = 'City'),
        'New'], '"Leeds"') ${ofSample}; ${writeAnew}`);
    await sequence();
    expect(await verify()).toMatchObject({ fault: null, differences: { count: 0 } });
    expect((await verify(kept)).fault).toMatch(
      new RegExp(`^Position ${kept.Position} has the hash \\w{64}; the checkpoint says ${kept.Hash}: `),
    );
  });

  it('of an earlier position still belongs to the log', async () => {
    const kept = await checkpoint();
    await database.query(`UPDATE directory.organisation SET city = 'City 2', revision = 2 ${ofSample}`);
    await aHistoryEntry(database, sample, 2);
    await sequence();
    expect(await verify(kept)).toMatchObject({ fault: null, differences: { count: 0 } });
  });

  it('of another log is refused', async () => {
    const kept = await checkpoint();
    await database.query('SELECT directory.begin_change_log()');
    await sequence();
    await expect(verify(kept)).rejects.toThrow(OtherLog);
    expect(await verify()).toMatchObject({ fault: null, differences: { count: 0 } });
  });
});
