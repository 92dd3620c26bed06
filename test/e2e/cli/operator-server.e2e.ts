import { runCli, type CliResult } from './run-cli.js';
import { CliWorkspace } from './cli-workspace.js';
import { debianPrograms, type OperatorServer, startOperatorServer } from '../../support/debian-postgres.js';
import { query } from '../../support/postgres.js';

// Every command is a process of its own, which takes its time to load on a busy machine.
jest.setTimeout(180_000);

if (debianPrograms === null) {
  process.stderr.write(
    'skipped: no pg_dump of Debian below /usr/lib/postgresql (apt-get install postgresql)\n',
  );
}

(debianPrograms === null ? describe.skip : describe)("an operator's own server", () => {
  const workspace = new CliWorkspace();
  let server: OperatorServer;
  const run = (url: string, ...args: string[]): Promise<CliResult> =>
    runCli(args, { DATABASE_URL: url }, workspace.folder);
  const denied = (url: string, sql: string): Promise<void> =>
    expect(query(url, sql)).rejects.toThrow(/permission denied|must be owner/);

  beforeAll(async () => {
    server = await startOperatorServer(debianPrograms ?? '');
  });
  afterAll(async () => {
    await server.close();
    await workspace.close();
  });

  it('says what to do where the owner may make no roles', async () => {
    const owner = await server.ownedDatabase('first');
    const result = await run(owner, 'service-role');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('"CREATE ROLE directory_service LOGIN"');
  });

  it('takes a role that an administrator made after the tables: the next migrate grants it its rights', async () => {
    const owner = await server.ownedDatabase('second');
    expect(await run(owner, 'migrate')).toMatchObject({ exitCode: 0 });
    await query(server.adminUrl, 'CREATE ROLE directory_service LOGIN');
    const service = new URL(owner);
    service.username = 'directory_service';
    await denied(service.href, 'SELECT FROM directory.organisation');
    expect(await run(owner, 'migrate')).toMatchObject({ exitCode: 0 });
    expect(await query(service.href, 'SELECT FROM directory.organisation')).toEqual([]);
    await denied(service.href, 'DELETE FROM directory.organisation_history');
    await denied(service.href, 'UPDATE notify.audit SET client_id = $$x$$');
    await denied(service.href, 'TRUNCATE directory.organisation CASCADE');
    await denied(service.href, 'ALTER TABLE directory.organisation ADD COLUMN x text');
    await denied(service.href, 'CREATE TABLE directory.planted (x text)');
    await denied(service.href, 'CREATE TABLE public.planted (x text)');
  });

  it('gets the role and its rights by one command where the owner may make roles, and a new password by another', async () => {
    const owner = await server.ownedDatabase('third');
    await query(server.adminUrl, 'DROP OWNED BY directory_service');
    const [{ in_second: inSecond } = {}] = await query(
      server.adminUrl,
      `SELECT count(*)::integer AS in_second FROM pg_database WHERE datname = 'second'`,
    );
    if (inSecond === 1) await query(server.adminUrl, 'DROP DATABASE second WITH (FORCE)');
    await query(server.adminUrl, 'DROP ROLE directory_service');
    await query(server.adminUrl, 'ALTER ROLE owner CREATEROLE');
    await query(server.adminUrl, `ALTER SYSTEM SET log_statement = 'all'`);
    const made = await run(owner, 'service-role');
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    const url = /^DATABASE_URL of the service: (postgres:\/\/directory_service:[\w-]{32}@\S+)\n$/.exec(
      made.stdout,
    )?.[1];
    expect(await query(url ?? '', 'SELECT FROM directory.organisation')).toEqual([]);
    await denied(url ?? '', 'DELETE FROM directory.organisation_history');
    expect(await run(owner, 'service-role')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('already exists') as string,
    });
    const again = await run(owner, 'service-role', '--new-password');
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).not.toBe(made.stdout);
  });

  it('is backed up by pg_dump and restored by pg_restore to the last row', async () => {
    const owner = await server.ownedDatabase('dumped');
    const target = await server.ownedDatabase('restored');
    await run(owner, 'migrate');
    await run(owner, 'seed', '--count', '500');
    const file = workspace.path('directory.dump');
    expect(server.run('pg_dump', '--format=custom', `--file=${file}`, owner)).toEqual({
      status: 0,
      output: '',
    });
    expect(
      server.run(
        'pg_restore',
        '--exit-on-error',
        '--single-transaction',
        '--no-comments',
        `--dbname=${target}`,
        file,
      ),
    ).toEqual({ status: 0, output: '' });
    expect(await run(target, 'migrate')).toMatchObject({ stdout: 'The database is up to date.\n' });
    const [before, after] = [
      await run(owner, 'export', '--all', '-'),
      await run(target, 'export', '--all', '-'),
    ];
    expect(after.stdout).toBe(before.stdout);
    expect(after.stdout.split('\n')).toHaveLength(501);
    // As the runbook says it, for instances that remember what was there before.
    await query(
      target,
      'UPDATE directory.change_counter SET changes = changes + (random() * 2 ^ 40)::bigint',
    );
    await expect(query(target, 'DELETE FROM directory.organisation_history')).rejects.toThrow('append-only');
  });

  it('takes a backup of the embedded database, whose server is of another version', async () => {
    const database = await workspace.database();
    await workspace.run(database, 'seed', '--count', '300');
    await workspace.run(database, 'backup', 'embedded.backup');
    const target = await server.ownedDatabase('moved');
    expect(await run(target, 'restore', 'embedded.backup')).toMatchObject({ exitCode: 0 });
    const [before, after] = [
      await workspace.run(database, 'export', '--all', '-'),
      await run(target, 'export', '--all', '-'),
    ];
    expect(after.stdout).toBe(before.stdout);
  });
});
