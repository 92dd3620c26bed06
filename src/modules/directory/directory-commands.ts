import type { Command } from 'commander';
import type { CommandTools } from '../api-definition.js';
import type { VerifyOptions } from './verify/verify-command.js';

/** Registers `check` and `verify`. */
export function addDirectoryCommands(program: Command, tools: CommandTools): void {
  program
    .command('check')
    .summary('Compare counts, revisions and histories with the rows.')
    .description(
      'Recount the count buckets, the change counter, the revisions and the histories of the directory, and print each ' +
        'difference. Changes nothing; the service may run. Exit code 1 if something differs.',
    )
    .addHelpText('after', tools.example('check'))
    .action(() => check(tools));
  program
    .command('verify')
    .summary('Verify the change log, and every organisation against it.')
    .description(
      'Walk the whole change log and recompute the hash of each position, then replay it and compare the result with the ' +
        'tables. Changes nothing; the service may run. Exit code 1 if something differs; the first line names the first ' +
        'position or organisation.',
    )
    .option('--checkpoint <file>', 'a checkpoint that was kept; the log must contain it')
    .option('--keys <file>', 'the JWK set that verifies the checkpoint instead of the keys of the service')
    .addHelpText('after', tools.example('verify', 'verify --checkpoint checkpoint.jwt --keys keys.json'))
    .action(async (options: VerifyOptions) => {
      const { verifyCommand } = await import('./verify/verify-command.js');
      await verifyCommand(options, tools);
    });
}

async function check(tools: CommandTools): Promise<void> {
  const { CheckRepository } = await import('./check/check.repository.js');
  const { sentences, count } = await tools.withSession((session) =>
    new CheckRepository().findDifferences(session),
  );
  for (const sentence of sentences) process.stdout.write(`${sentence}\n`);
  if (count > 0)
    throw tools.failure(
      `Differences found: ${count}. docs/operations/runbooks/check-differences.md says what each means and what to do.`,
    );
  process.stdout.write('Counts, revisions and histories match the rows.\n');
}
