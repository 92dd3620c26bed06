import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { CommandError } from './cli/command-error.js';
import { identities, tokenCommand } from './cli/token-command.js';
import { ConfigError } from './config/config.js';
import { toDatabaseProblem } from './database/database-errors.js';
import { EarlierBuildError } from './database/migrations.js';
import { EmbeddedServerError } from './database/embedded/embedded-server-error.js';
import { Problem } from './http/errors/problem.js';
import { ImportUnderWay } from './modules/directory/import/import-under-way.js';
import { ReportError } from './modules/directory/import/rejection-report.js';

const wrongUsage = 2;
const example = (...lines: string[]): string =>
  `\nExample:\n${lines.map((line) => `  $ npm run cli -- ${line}`).join('\n')}`;

// Each command is loaded when it is called: what imports takes a second to load, and a token should not wait for it.
const program = new Command('cli')
  .description(
    'Commands for the operator of the Organisations Directory. Settings come from the environment, as for the service.',
  )
  .exitOverride()
  .showHelpAfterError('(--help tells more)');

program
  .command('import')
  .description(
    'Load a participants file (a JSON array) or NDJSON of any size. What is there already and the same is not touched. ' +
      'Broken off, the same command goes on from where it was. Ends with 1 where a record was rejected.',
  )
  .argument('<file>', 'the file to load')
  .option('--report <file>', 'where the rejected records go, with the reasons', 'import-report.ndjson')
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
  .description('Write the public participants file, as GET /organisations/export/open-data answers it.')
  .argument('<file>', 'the file to write; - for standard output')
  .option(
    '--all',
    'every organisation in full as NDJSON instead: other statuses, all flags, administrators',
    false,
  )
  .addHelpText('after', example('export participants.json', 'export --all everything.ndjson'))
  .action(async (file: string, options: { all: boolean }) => {
    const { exportCommand } = await import('./cli/export-command.js');
    process.exitCode = await exportCommand(file, options);
  });

program
  .command('migrate')
  .description('Bring the database to the form that this version needs.')
  .addHelpText('after', example('migrate'))
  .action(async () => {
    const { migrateCommand } = await import('./cli/migrate-command.js');
    await migrateCommand();
  });

program
  .command('service-role')
  .description(
    'Make the role that the service should run as in the database of DATABASE_URL, which names an owner, and print the ' +
      'URL for the service.',
  )
  .option('--new-password', 'the role is there: give it another password', false)
  .addHelpText('after', example('service-role', 'service-role --new-password'))
  .action(async (options: { newPassword: boolean }) => {
    const { serviceRoleCommand } = await import('./cli/service-role-command.js');
    await serviceRoleCommand(options);
  });

program
  .command('backup')
  .description(
    'Write everything, history included, to one file, as of one moment; the service may run. Keep the file as secret as ' +
      'the database.',
  )
  .argument('<file>', 'the file to write')
  .addHelpText('after', example('backup directory.backup'))
  .action(async (file: string) => {
    const { backupCommand } = await import('./cli/backup-command.js');
    await backupCommand(file);
  });

program
  .command('restore')
  .description('Put a backup back, all of it or nothing, into a database that is empty.')
  .argument('<file>', 'what backup wrote')
  .option('--replace', 'throw away everything that is in the database', false)
  .addHelpText('after', example('restore directory.backup', 'restore --replace directory.backup'))
  .action(async (file: string, options: { replace: boolean }) => {
    const { restoreCommand } = await import('./cli/restore-command.js');
    await restoreCommand(file, options);
  });

program
  .command('organisation-at')
  .description(
    'Print what an organisation was at a revision of its history, as the body of the PUT that makes it so again. Changes ' +
      'nothing.',
  )
  .argument('<OrganisationId>', 'the organisation')
  .argument('<revision>', 'a Revision of its history', wholeNumber(1, 2_147_483_647))
  .addHelpText('after', example('organisation-at c0ffee00-0000-4000-8000-000000000001 3'))
  .action(async (organisationId: string, revision: number) => {
    const { organisationAtCommand } = await import('./cli/organisation-at-command.js');
    await organisationAtCommand(organisationId, revision);
  });

program
  .command('emails-given-up')
  .description(
    "Print the Notify API's e-mails that are not tried again of themselves, a line of JSON for each.",
  )
  .addHelpText('after', example('emails-given-up'))
  .action(async () => {
    const { givenUpEmailsCommand } = await import('./cli/emails-command.js');
    await givenUpEmailsCommand();
  });

program
  .command('emails-resend')
  .description('Let the service try again to send e-mails that were given up.')
  .argument('[id...]', 'of e-mails, as emails-given-up prints them')
  .option('--all', 'all that were given up', false)
  .addHelpText('after', example('emails-resend 6c9d2d1e-7f0e-4a57-9a57-1f0f5f5f3c11', 'emails-resend --all'))
  .action(async (ids: string[], options: { all: boolean }) => {
    const { resendEmailsCommand } = await import('./cli/emails-command.js');
    await resendEmailsCommand(ids, options);
  });

program
  .command('token')
  .description('Print an access token of the built-in development server, good for an hour.')
  .argument('[identity]', `for whom: ${identities().join(', ')}`, 'dev-admin')
  .addHelpText('after', example('token', 'token dev-software'))
  .action(tokenCommand);

program
  .command('api-key')
  .description('Make a key of the Notify API. It is shown once; the service is given its hash.')
  .argument('<name>', 'who gets it; stands in the audit', apiKeyName)
  .addHelpText('after', example('api-key operations'))
  .action(async (name: string) => {
    const { apiKeyCommand } = await import('./cli/api-key-command.js');
    apiKeyCommand(name);
  });

program
  .command('seed')
  .description('Load a fictional demonstration set; the same numbers give the same organisations.')
  .option('--count <n>', 'how many organisations', wholeNumber(1, 10_000_000), 40)
  .option('--seed <n>', 'which set', wholeNumber(0, 2_147_483_647), 1)
  .addHelpText('after', example('seed', 'seed --count 100000 --seed 7'))
  .action(async (options: { count: number; seed: number }) => {
    const { seedCommand } = await import('./cli/seed-command.js');
    process.exitCode = await seedCommand(options);
  });

// Whoever reads the output may have seen enough (as `head` does): that is no failure. Not ended here, since the
// embedded database has to be left in order.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Commander has said what it has to say; of what is foreseen the message is enough for an operator. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUsage;
  process.stderr.write(`${messageOf(error)}\n`);
  return 1;
}

function messageOf(error: unknown): string {
  const known = toDatabaseProblem(error);
  if (known instanceof Problem) {
    const cause = known.cause instanceof Error ? ` (${known.cause.message})` : '';
    return `${known.message}${cause}`;
  }
  const foreseen = [
    CommandError,
    ConfigError,
    EarlierBuildError,
    EmbeddedServerError,
    ImportUnderWay,
    ReportError,
  ];
  if (foreseen.some((type) => error instanceof type)) return error instanceof Error ? error.message : '';
  return `Something unforeseen went wrong: ${error instanceof Error ? error.message : String(error)}`;
}

function apiKeyName(text: string): string {
  if (/^[\w.@-]{1,100}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 100 letters, digits or any of . _ @ -');
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
