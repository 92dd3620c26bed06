import { randomUUID } from 'node:crypto';
import { EmailRetentionRepository } from '../../../src/modules/notify/mail/retention/email-retention.repository.js';
import type { TestDatabase } from '../../support/postgres.js';
import { eventsIn } from '../../support/security-events.js';
import { CliWorkspace } from './cli-workspace.js';

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(180_000);

const workspace = new CliWorkspace();
let database: TestDatabase;
beforeAll(async () => {
  database = await workspace.database();
});
afterAll(() => workspace.close());
beforeEach(() => database.query('DELETE FROM notify.email'));

/** Inserts an e-mail of the status, settled at this moment; returns its address. */
async function anEmail(status: string, at: Date): Promise<string> {
  const recipient = `${randomUUID()}@example.gov.uk`;
  await database.query(
    `INSERT INTO notify.email (id, template_id, recipient, personalisation, status, created_at, updated_at, sent_at)
     VALUES ($1, $1, $2, '{}', $3, $4, $4, CASE WHEN $3 = 'sent' THEN $4::timestamptz END)`,
    [randomUUID(), recipient, status, at],
  );
  return recipient;
}
const recipients = async (): Promise<string[]> =>
  (await database.query<{ recipient: string }>('SELECT recipient FROM notify.email')).map(
    ({ recipient }) => recipient,
  );
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

describe('the retention of e-mails', () => {
  it('removes those settled a millisecond before the cutoff, and keeps those at the cutoff and those that wait', async () => {
    const cutoff = new Date('2026-03-01T00:00:00.000Z');
    const before = new Date(cutoff.getTime() - 1);
    for (const status of ['sent', 'permanent-failure', 'technical-failure']) await anEmail(status, before);
    const kept = [await anEmail('sent', cutoff), await anEmail('created', before)];
    expect(await new EmailRetentionRepository().removeBefore(database, cutoff)).toBe(3);
    expect((await recipients()).sort()).toEqual(kept.sort());
    expect(await new EmailRetentionRepository().removeBefore(database, cutoff)).toBe(0);
  });
});

describe('forget', () => {
  it('removes e-mails and personal fields that are older than the period, and records it', async () => {
    await anEmail('sent', daysAgo(91));
    const kept = await anEmail('sent', daysAgo(89));
    const line = (at: Date): string =>
      JSON.stringify({ time: at.toISOString(), user: 'abc', msg: 'request' });
    workspace.write('access.log', `${line(daysAgo(91))}\n${line(daysAgo(89))}\n`);
    const { exitCode, stdout } = await workspace.run(database, 'forget', 'access.log');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Removed what is older than 90 days .*: 1 e-mails, 0 files of e-mails, the personal fields of 1 log lines\.\n$/,
      ),
    ]);
    expect(await recipients()).toEqual([kept]);
    expect(workspace.read('access.log').match(/"user":"(abc|---)"/g)).toEqual([
      '"user":"---"',
      '"user":"abc"',
    ]);
    expect(
      eventsIn(workspace.folder, 'personal_data').map(({ outcome, details }) => [outcome, details.logLines]),
    ).toEqual([
      ['started', undefined],
      ['success', 1],
    ]);
  });

  it('names a log file that does not exist', async () => {
    const { exitCode, stderr } = await workspace.run(database, 'forget', 'none.log');
    expect([exitCode, stderr]).toEqual([1, "none.log can't be redacted: it does not exist.\n"]);
    expect(eventsIn(workspace.folder, 'personal_data').at(-1)).toMatchObject({ outcome: 'failure' });
  });
});

describe('the other commands', () => {
  it('record the start and the outcome of exports, backups, imports and restores', async () => {
    const other = await workspace.database();
    workspace.write('empty.ndjson', '{"OrganisationId":"x"}\n');
    await workspace.run(database, 'import', 'empty.ndjson');
    await workspace.run(database, 'export', '--all', 'all.ndjson');
    await workspace.run(database, 'backup', 'all.backup');
    await workspace.run(other, 'restore', '--replace', 'all.backup');
    await workspace.run(other, 'restore', 'empty.ndjson');
    const found = eventsIn(workspace.folder, 'data.').map(({ event, outcome, clientId }) => [
      event,
      outcome,
      clientId,
    ]);
    expect(found).toEqual(
      [
        ['data.imported', 'started'],
        ['data.imported', 'success'],
        ['data.exported', 'started'],
        ['data.exported', 'success'],
        ['data.backed_up', 'started'],
        ['data.backed_up', 'success'],
        ['data.restored', 'started'],
        ['data.restored', 'success'],
        ['data.restored', 'started'],
        ['data.restored', 'failure'],
      ].map((each) => [...each, 'cli']),
    );
  });
});
