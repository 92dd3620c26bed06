import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { anApiKey } from '../../support/builders/notify-api-key.js';
import { aFlag, anOrganisationBody } from '../../support/builders/organisation.js';
import { wholeLog } from '../../support/change-log.js';
import { admin } from '../../support/identities.js';
import type { TestDatabase } from '../../support/postgres.js';
import { until } from '../../support/until.js';
import { CliWorkspace } from './cli-workspace.js';
import { runCli } from './run-cli.js';

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(180_000);

const workspace = new CliWorkspace();
const writers = 8;
let app: TestApp;
let empty: TestDatabase;

/** Every row of every table that a restore brings back, as text; transaction ids are those of the restore. */
async function everything(database: TestDatabase): Promise<Record<string, string[]>> {
  const tables = await database.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('directory', 'notify')
       AND tablename NOT IN ('change_counter', 'change_log', 'change_log_head', 'deferred_index', 'api_key') ORDER BY 1`,
  );
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const found = await database.query<{ text: string }>(
      `SELECT text COLLATE "C" AS text FROM (SELECT (to_jsonb(t) - 'writer')::text AS text FROM ${name} t) rows ORDER BY 1`,
    );
    rows[name] = found.map(({ text }) => text);
  }
  return rows;
}

/** Constraints, triggers and rights, as PostgreSQL prints them. */
async function guards(database: TestDatabase): Promise<unknown> {
  return database.query(
    `SELECT pg_get_constraintdef(oid) AS line FROM pg_constraint WHERE connamespace::regnamespace::text IN ('directory', 'notify')
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('directory', 'notify')
     UNION ALL SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY line`,
  );
}

async function fill(): Promise<void> {
  await workspace.run(app.database, 'seed', '--count', '2000');
  await aFlag(app.database, { name: 'Tabs\tand \\ and "quotes"', value: 'é €' });
  const { status, body } = await app.notify.post('/organisation', {
    name: 'Back\\up',
    crown: true,
    organisation_type: 'central',
  });
  expect({ status, body }).toMatchObject({ status: 201 });
}

/** Amends an organisation repeatedly until `isStopped`. Calls `onWrite` after each change. */
async function write(index: number, isStopped: () => boolean, onWrite: () => void): Promise<void> {
  const path = `/organisations/writer-${index}`;
  await app.as(admin).post('/organisations', anOrganisationBody({ OrganisationId: `writer-${index}` }));
  for (let count = 0; !isStopped(); count += 1) {
    const answer = await app.as(admin).put(path, anOrganisationBody({ City: `City ${count}\n\\.\n` }));
    expect(answer.status).toBe(200);
    onWrite();
  }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

beforeAll(async () => {
  app = await startApp();
  await fill();
});
afterAll(async () => {
  await app.close();
  await workspace.close();
});
beforeEach(async () => {
  empty = await workspace.database(null);
});

it('is put back into an empty database to the last row, with everything that guards the rows', async () => {
  const backup = await workspace.run(app.database, 'backup', 'one.backup');
  expect(backup).toMatchObject({ exitCode: 0, stderr: '' });
  expect(workspace.has('one.backup.partial')).toBe(false);
  expect(statSync(workspace.path('one.backup')).mode & 0o777).toBe(0o600);
  const restored = await workspace.run(empty, 'restore', 'one.backup');
  expect(restored).toMatchObject({ exitCode: 0 });
  expect(restored.stdout).toMatch(/^ +2000 {2}directory\.organisation$/m);
  expect(await everything(empty)).toEqual(await everything(app.database));
  expect(await guards(empty)).toEqual(await guards(app.database));
  await workspace.run(app.database, 'export', '--all', 'one.ndjson');
  await workspace.run(empty, 'export', '--all', 'other.ndjson');
  expect(workspace.read('other.ndjson')).toBe(workspace.read('one.ndjson'));
  // Identity columns go on behind what is there.
  await empty.query(
    `INSERT INTO notify.audit (client_id, interaction_id, entity, entity_id, operation, changes)
     VALUES ('c', 'i', 'user', gen_random_uuid(), 'create', '{}')`,
  );
  await expect(empty.query(`DELETE FROM directory.organisation_history`)).rejects.toThrow('append-only');
});

it('contains no API keys, and restore --replace keeps those of its database', async () => {
  await anApiKey(app.database, { name: 'backed-up' });
  await workspace.run(app.database, 'backup', 'keys.backup');
  expect(gunzipSync(readFileSync(workspace.path('keys.backup'))).toString()).not.toContain('backed-up');
  const keysIn = (database: TestDatabase) =>
    database.query('SELECT name, revoked_at IS NULL AS lives FROM notify.api_key');
  expect(await workspace.run(empty, 'restore', 'keys.backup')).toMatchObject({ exitCode: 0 });
  expect(await keysIn(empty)).toEqual([]);
  await anApiKey(empty, { name: 'revoked-since' });
  await empty.query('UPDATE notify.api_key SET revoked_at = now()');
  expect(await workspace.run(empty, 'restore', '--replace', 'keys.backup')).toMatchObject({ exitCode: 0 });
  expect(await keysIn(empty)).toEqual([{ name: 'revoked-since', lives: false }]);
});

it('is of one moment while others write: each organisation is as its last history entry left it', async () => {
  let isStopped = false;
  const counts = Array.from({ length: writers }, () => 0);
  const running = counts.map((_, index) =>
    write(
      index,
      () => isStopped,
      () => (counts[index] = (counts[index] ?? 0) + 1),
    ),
  );
  await until('a change by each writer', () => (Math.min(...counts) > 0 ? true : null));
  const before = sumOf(counts);
  const backup = await workspace.run(app.database, 'backup', 'busy.backup');
  const during = sumOf(counts) - before;
  isStopped = true;
  await Promise.all(running);
  expect(backup).toMatchObject({ exitCode: 0 });
  expect(during).toBeGreaterThan(0);
  expect(await workspace.run(empty, 'restore', 'busy.backup')).toMatchObject({ exitCode: 0 });
  const torn = await empty.query(
    `SELECT organisation_id FROM directory.organisation o WHERE o.revision IS DISTINCT FROM
       (SELECT max(h.revision) FROM directory.organisation_history h WHERE h.organisation_id = o.organisation_id)
     UNION ALL
     SELECT o.organisation_id FROM directory.organisation o
     JOIN directory.organisation_history h ON h.organisation_id = o.organisation_id AND h.revision = o.revision
     CROSS JOIN LATERAL jsonb_array_elements(h.changes) AS change
     WHERE change ->> 'Field' = 'City' AND change ->> 'New' <> o.city`,
  );
  expect(torn).toEqual([]);
  const [{ total, counted } = {}] = await empty.query<{ total: string; counted: string }>(
    `SELECT (SELECT count(*) FROM directory.organisation) AS total,
       (SELECT sum(total) FROM directory.organisation_count_bucket) AS counted`,
  );
  expect(counted).toBe(total);
});

it('is not taken by a database that is not empty, unless told to replace what is there', async () => {
  await workspace.run(app.database, 'backup', 'one.backup', '--force');
  const other = await workspace.database();
  await workspace.run(other, 'seed', '--count', '10', '--seed', '9');
  const before = await everything(other);
  const refused = await workspace.run(other, 'restore', 'one.backup');
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
  expect(refused.stderr).toContain('the database is not empty; nothing was changed');
  expect(await everything(other)).toEqual(before);
  expect(await workspace.run(other, 'restore', '--replace', 'one.backup')).toMatchObject({ exitCode: 0 });
  expect(await everything(other)).toEqual(await everything(app.database));
});

it('restore --replace recreates an index that a killed import left dropped', async () => {
  await workspace.run(app.database, 'backup', 'one.backup', '--force');
  const other = await workspace.database();
  await other.query(
    `INSERT INTO directory.deferred_index (name, removal, definition)
     SELECT indexname, '', indexdef FROM pg_indexes WHERE indexname = 'organisation_created_on_idx'`,
  );
  await other.query('DROP INDEX directory.organisation_created_on_idx');
  expect(await workspace.run(other, 'restore', '--replace', 'one.backup')).toMatchObject({ exitCode: 0 });
  expect(await guards(other)).toEqual(await guards(app.database));
  expect(await other.query('SELECT FROM directory.deferred_index')).toEqual([]);
});

it('is seen at once by a service that runs all the while, though revisions come again', async () => {
  const path = '/organisations/again';
  const list = (): Promise<unknown> =>
    app
      .as(admin)
      .get('/organisations?filterBy=again')
      .then(({ body }) => (body as { content: { City: string }[] }).content.map(({ City }) => City));
  const amend = (City: string): Promise<unknown> => app.as(admin).put(path, anOrganisationBody({ City }));
  await app.as(admin).post('/organisations', anOrganisationBody({ OrganisationId: 'again', City: 'First' }));
  await workspace.run(app.database, 'backup', 'again.backup');
  await amend('Lost');
  expect(await list()).toEqual(['Lost']);
  expect(await workspace.run(app.database, 'restore', '--replace', 'again.backup')).toMatchObject({
    exitCode: 0,
  });
  // The same connection makes as many changes as it had made when the list was read before.
  await amend('Kept');
  expect(await list()).toEqual(['Kept']);
});

it('begins a new log at a restore: places of the log before answer 410, and all entries get positions again', async () => {
  const place = async (): Promise<string> => {
    const { headers } = await app.as(admin).send('HEAD', '/organisations/changes');
    return headers.get('x-directory-position') ?? '';
  };
  await wholeLog(app.database);
  const before = await place();
  await workspace.run(app.database, 'backup', 'log.backup');
  expect(gunzipSync(readFileSync(workspace.path('log.backup'))).toString()).not.toContain('change_log');
  expect(await workspace.run(app.database, 'restore', '--replace', 'log.backup')).toMatchObject({
    exitCode: 0,
  });
  expect((await app.as(admin).get(`/organisations/changes?after=${before}`)).status).toBe(410);
  const entries = await wholeLog(app.database);
  const after = await place();
  expect(after.split('.')[0]).not.toBe(before.split('.')[0]);
  expect(after.split('.')[1]).toBe(String(entries));
});

describe('a file that is not what backup wrote', () => {
  let lines: string[];
  let whole: Buffer;

  beforeAll(async () => {
    await workspace.run(app.database, 'backup', 'whole.backup');
    whole = readFileSync(workspace.path('whole.backup'));
    lines = gunzipSync(whole).toString('utf8').split('\n');
  });

  const rehashed = (changed: readonly string[], trailer: Record<string, unknown>): string => {
    const body = `${changed.join('\n')}\n`;
    return `${body}${JSON.stringify({ ...trailer, sha256: createHash('sha256').update(body).digest('hex') })}\n`;
  };

  const faults: readonly (readonly [what: string, make: () => Buffer, reason: string])[] = [
    ['is cut off', () => whole.subarray(0, whole.length - 100), 'incomplete, corrupt or not a backup'],
    ['was cut off and closed again', () => gzipSync(lines.slice(0, 500).join('\n')), 'ends too early'],
    ['lacks its last line', () => gzipSync(`${lines.slice(0, -2).join('\n')}\n`), 'ends too early'],
    [
      'has one letter changed',
      () => gzipSync(lines.join('\n').replace('London', 'Londen')),
      'its checksum differs',
    ],
    [
      'lacks a row, with the checksum put right',
      () => {
        const row = lines.findIndex((line) => line.startsWith('c0ffee00'));
        const body = lines.slice(0, -2).filter((_, index) => index !== row);
        return gzipSync(rehashed(body, JSON.parse(lines.at(-2) ?? '') as Record<string, unknown>));
      },
      'its row counts differ for',
    ],
    ['goes on behind its end', () => gzipSync(`${lines.join('\n')}more\n`), 'data after its last line'],
    ['has one byte flipped', () => flipped(whole), 'corrupt'],
    ['is something else', () => gzipSync('{"OrganisationId":"x"}\n'), 'not a backup of this service'],
    ['is no gzip', () => Buffer.from('hello'), 'not a backup'],
    [
      'is of a later release',
      () => gzipSync(lines.join('\n').replace('CreateDirectory1', 'CreateMore1')),
      'checksum differs',
    ],
  ];

  it.each(faults)('is refused whole where it %s', async (_what, make, reason) => {
    writeFileSync(workspace.path('broken.backup'), make());
    const target = await workspace.database();
    const result = await workspace.run(target, 'restore', 'broken.backup');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain(reason);
    expect(result.stderr).not.toContain('Unexpected error');
    expect(await target.query('SELECT FROM directory.organisation')).toEqual([]);
  });

  it('is refused where it is not there', async () => {
    const result = await workspace.run(empty, 'restore', 'absent.backup');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/^Checking .*\nabsent.backup can't be restored: it does not exist\.\n$/);
  });
});

it('leaves the database as it was where the rows break a rule of it', async () => {
  await workspace.run(app.database, 'backup', 'one.backup', '--force');
  const lines = gunzipSync(readFileSync(workspace.path('one.backup')))
    .toString('utf8')
    .split('\n');
  const trailer = JSON.parse(lines.at(-2) ?? '') as Record<string, unknown>;
  const body = `${lines.slice(0, -2).join('\n').replace('\tActive\t', '\tUnknown\t')}\n`;
  const sha256 = createHash('sha256').update(body).digest('hex');
  writeFileSync(workspace.path('one.backup'), gzipSync(`${body}${JSON.stringify({ ...trailer, sha256 })}\n`));
  const other = await workspace.database();
  await workspace.run(other, 'seed', '--count', '10', '--seed', '9');
  const before = await everything(other);
  const structure = await guards(other);
  const result = await workspace.run(other, 'restore', '--replace', 'one.backup');
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(await everything(other)).toEqual(before);
  expect(await guards(other)).toEqual(structure);
});

it('goes from one embedded database to another', async () => {
  const settings = (name: string): Record<string, string> => ({ DATA_DIR: workspace.path(name) });
  const run = (name: string, ...args: string[]): ReturnType<typeof runCli> =>
    runCli(args, settings(name), workspace.folder);
  await run('old', 'seed', '--count', '200');
  expect(await run('old', 'backup', 'embedded.backup')).toMatchObject({ exitCode: 0 });
  expect(await run('new', 'restore', 'embedded.backup')).toMatchObject({ exitCode: 0 });
  const [before, after] = [
    await run('old', 'export', '--all', '-'),
    await run('new', 'export', '--all', '-'),
  ];
  expect(after.stdout).toBe(before.stdout);
  expect(after.stdout.split('\n')).toHaveLength(201);
});

/** One bit in the middle. */
function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = Math.floor(copy.length / 2);
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}
