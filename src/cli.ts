import { Command, CommanderError, Help } from 'commander';
import { CommandError } from './cli/command-error.js';
import { writeFaultOf } from './cli/file-fault.js';
import { wholeNumber } from './cli/whole-number.js';
import { loadEnvFile } from './config/env-file.js';
import { identityIds } from './development-server/development-identities.js';
import { apis } from './modules/apis.js';
import { packageVersion } from './version.js';

const wrongUsage = 2;
const example = (...lines: string[]): string =>
  `\nExample:\n${lines.map((line) => `  $ npm run cli -- ${line}`).join('\n')}`;

// Each command is loaded when it is called, so that short commands start fast.
const program = new Command('cli')
  .description(
    'Commands for the operator of the Organisations Directory. Settings come from the environment and from .env in the ' +
      'working directory, as for the service.',
  )
  .version(packageVersion())
  // The list of commands fits a terminal of 80 columns by names alone; a flag that is off by default needs no word.
  .configureHelp({
    subcommandTerm: (command) => command.name(),
    optionDescription: (option) => new Help().optionDescription(option).replace(' (default: false)', ''),
  })
  .exitOverride()
  .showHelpAfterError('(see --help)');

program
  .command('import')
  .summary('Load organisations from a file.')
  .description(
    'Load organisations from a file of any size, plain or gzip: a JSON list, an object that holds the list, or NDJSON. ' +
      'Unchanged organisations are left alone. If interrupted, run the same command again to resume. Exit code 1 if a ' +
      'record was rejected or the file holds none.',
  )
  .argument('<file>', 'the file to load')
  .option(
    '--report <file>',
    'file for rejected records with their reasons, and for notes',
    'import-report.ndjson',
  )
  .addHelpText(
    'after',
    example('import participants.json', 'import --report rejected.ndjson everything.ndjson'),
  )
  .action(async (file: string, options: { report: string }) => {
    const { importCommand } = await import('./cli/import-command.js');
    process.exitCode = await importCommand(file, options);
  });

program
  .command('export')
  .summary('Write the public participants file, or every organisation in full.')
  .description('Write the public participants file, as returned by GET /organisations/export/open-data.')
  .argument('<file>', 'the file to write; - for standard output')
  .option(
    '--all',
    'every organisation in full as NDJSON instead: other statuses, all flags, administrators',
    false,
  )
  .option('--force', 'replace the file if it exists', false)
  .addHelpText('after', example('export participants.json', 'export --all everything.ndjson'))
  .action(async (file: string, options: { all: boolean; force: boolean }) => {
    const { exportCommand } = await import('./cli/export-command.js');
    process.exitCode = await exportCommand(file, options);
  });

program
  .command('migrate')
  .description('Run the missing migrations.')
  .addHelpText('after', example('migrate'))
  .action(async () => (await import('./cli/migrate-command.js')).migrateCommand());

program
  .command('service-role')
  .summary('Create the role of the service in your own database.')
  .description(
    'Create the role of the service in the database of DATABASE_URL, whose role must be an owner, and print the URL for ' +
      'the service. With SERVICE_ROLE_PASSWORD, the role gets that password, as often as the command runs.',
  )
  .option('--new-password', 'change the password of the existing role', false)
  .addHelpText('after', example('service-role', 'service-role --new-password'))
  .action(async (options: { newPassword: boolean }) => {
    const { serviceRoleCommand } = await import('./cli/service-role-command.js');
    await serviceRoleCommand(options);
  });

program
  .command('backup')
  .summary('Write everything, history included, to one file.')
  .description(
    'Write everything, history included, to one file from one snapshot; the service may run. Keep the file as secret as ' +
      'the database.',
  )
  .argument('<file>', 'the file to write')
  .option('--force', 'replace the file if it exists', false)
  .addHelpText('after', example('backup directory.backup'))
  .action(async (file: string, options: { force: boolean }) => {
    const { backupCommand } = await import('./cli/backup-command.js');
    await backupCommand(file, options);
  });

program
  .command('restore')
  .summary('Restore a backup into an empty database.')
  .description('Restore a backup, all of it or nothing, into an empty database.')
  .argument('<file>', 'the file that backup wrote')
  .option('--replace', 'delete everything in the database first', false)
  .addHelpText('after', example('restore directory.backup', 'restore --replace directory.backup'))
  .action(async (file: string, options: { replace: boolean }) => {
    const { restoreCommand } = await import('./cli/restore-command.js');
    await restoreCommand(file, options);
  });

program
  .command('organisation-at')
  .summary('Print an organisation as it was at a revision.')
  .description(
    'Print an organisation at a revision of its history, as the body of the PUT that restores it. Changes nothing.',
  )
  .argument('<OrganisationId>', 'the organisation')
  .argument('<revision>', 'a Revision of its history', wholeNumber(1, 2_147_483_647))
  .addHelpText('after', example('organisation-at c0ffee00-0000-4000-8000-000000000001 3'))
  .action(async (organisationId: string, revision: number) => {
    const { organisationAtCommand } = await import('./cli/organisation-at-command.js');
    await organisationAtCommand(organisationId, revision);
  });

program
  .command('forget')
  .description('Remove personal data older than PERSONAL_DATA_RETENTION_DAYS from e-mails and log files.')
  .argument('[log...]', 'log files of JSON lines, not compressed')
  .addHelpText('after', example('forget', 'forget /var/log/directory/access.log'))
  .action(async (logs: string[]) => (await import('./cli/forget-command.js')).forgetCommand(logs));

program
  .command('token')
  .summary('Print an access token of the development server.')
  .description('Print an access token of the built-in development server, valid for an hour.')
  .argument('[identity]', `the client or user: ${identityIds().join(', ')}`, 'dev-admin')
  .addHelpText('after', example('token', 'token dev-software'))
  .action(async (identity: string) => {
    const { tokenCommand } = await import('./cli/token-command.js');
    await tokenCommand(identity);
  });

program
  .command('seed')
  .summary('Load a fictional demonstration set.')
  .description('Load a fictional demonstration set; the same numbers give the same organisations.')
  .option('--count <n>', 'the number of organisations', wholeNumber(1, 10_000_000), 40)
  .option('--seed <n>', 'the number that selects the set', wholeNumber(0, 2_147_483_647), 1)
  .addHelpText('after', example('seed', 'seed --count 100000 --seed 7'))
  .action(async (options: { count: number; seed: number }) => {
    const { seedCommand } = await import('./cli/seed-command.js');
    process.exitCode = await seedCommand(options);
  });

for (const api of apis) {
  api.addCommands?.(program, {
    example,
    withSession: async (work) => {
      const { withSession } = await import('./cli/with-database.js');
      return withSession(work);
    },
    recordEvent: async (...event) => {
      const { recordEvent } = await import('./cli/command-events.js');
      recordEvent(...event);
    },
    failure: (sentence) => new CommandError(sentence),
  });
}

// A reader such as `head` may close the pipe early. The process continues, since it has to stop the embedded database.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`Standard output can't be written: it ${writeFaultOf(error) ?? error.message}.\n`);
  process.exitCode = 1;
});

try {
  loadEnvFile();
  await program.parseAsync();
} catch (error) {
  process.exitCode = await exitCodeOf(error);
}

/** Commander prints its own errors. */
async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUsage;
  const { errorText } = await import('./cli/error-text.js');
  process.stderr.write(`${errorText(error)}\n`);
  return 1;
}
