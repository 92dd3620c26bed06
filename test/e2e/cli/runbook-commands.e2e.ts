import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { anOrganisationBody } from '../../support/builders/organisation.js';
import { admin } from '../../support/identities.js';
import { CliWorkspace } from './cli-workspace.js';
import type { CliResult } from './run-cli.js';

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(120_000);

const workspace = new CliWorkspace();
let app: TestApp;
const run = (...args: string[]): Promise<CliResult> => workspace.run(app.database, ...args);

beforeAll(async () => {
  app = await startApp({ MAIL_WORKER: 'false' });
});
afterAll(async () => {
  await app.close();
  await workspace.close();
});

describe('organisation-at', () => {
  it('gives the body that makes an organisation what it was, to be put through the API', async () => {
    const client = app.as(admin);
    const first = anOrganisationBody({ OrganisationId: 'undone', Size: 'Large', City: 'Leeds' });
    await client.post('/organisations', first);
    const { body: before } = await client.get('/organisations/undone');
    await client.post('/organisations/undone/adminusers', { UserEmail: 'ann@bank.example' });
    await client.put('/organisations/undone', anOrganisationBody({ City: 'York', Status: 'Withdrawn' }));
    const { stdout, exitCode } = await run('organisation-at', 'undone', '1');
    expect(exitCode).toBe(0);
    const answer = await client.put('/organisations/undone', JSON.parse(stdout));
    expect(answer.status).toBe(200);
    expect((await client.get('/organisations/undone')).body).toEqual(before);
    const { body } = await client.get('/organisations/undone/history');
    expect((body as { content: { Revision: number; Operation: string }[] }).content[0]).toMatchObject({
      Revision: 4,
      Operation: 'Update',
    });
  });

  it.each([
    ['undone', '9'],
    ['nobody', '1'],
  ])('says that %s has no revision %s', async (id, revision) => {
    const result = await run('organisation-at', id, revision);
    expect(result).toEqual({ exitCode: 1, stdout: '', stderr: `${id} has no revision ${revision}.\n` });
  });
});

describe('e-mails that were given up', () => {
  const anEmail = async (status: string): Promise<string> => {
    const id = randomUUID();
    await app.database.query(
      `INSERT INTO notify.email (id, template_id, recipient, personalisation, status, attempts, last_error, sent_at)
       VALUES ($1, $2, 'ann@example.gov.uk', '{}', $3, 9, 'refused', CASE WHEN $3 = 'sent' THEN now() END)`,
      [id, randomUUID(), status],
    );
    return id;
  };
  const statusOf = async (id: string): Promise<unknown> =>
    (await app.database.query(`SELECT status, attempts FROM notify.email WHERE id = $1`, [id]))[0];
  let permanent: string;
  let technical: string;
  let sent: string;

  beforeEach(async () => {
    await app.database.query('DELETE FROM notify.email');
    [permanent, technical, sent] = [
      await anEmail('permanent-failure'),
      await anEmail('technical-failure'),
      await anEmail('sent'),
    ];
  });

  it('are listed, those that were sent or wait are not', async () => {
    const { stdout, exitCode } = await run('emails-given-up');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(exitCode).toBe(0);
    expect(lines).toMatchObject([
      { id: permanent, status: 'permanent-failure', recipient: 'ann@example.gov.uk', lastError: 'refused' },
      { id: technical, status: 'technical-failure', attempts: 9 },
    ]);
  });

  it('are tried again by their ids, and nothing else is', async () => {
    const result = await run('emails-resend', technical, sent);
    expect(result).toMatchObject({ exitCode: 1, stdout: '1 are tried again.\n' });
    expect(result.stderr).toContain('1 of the ids are of no e-mail that was given up');
    expect(await statusOf(technical)).toEqual({ status: 'created', attempts: 0 });
    expect(await statusOf(permanent)).toMatchObject({ status: 'permanent-failure' });
    expect(await statusOf(sent)).toMatchObject({ status: 'sent' });
  });

  it('are all tried again where that is said', async () => {
    expect(await run('emails-resend')).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await run('emails-resend', '--all')).toMatchObject({
      exitCode: 0,
      stdout: '2 are tried again.\n',
    });
    expect(await statusOf(permanent)).toEqual({ status: 'created', attempts: 0 });
    expect(await statusOf(sent)).toMatchObject({ status: 'sent' });
  });
});
