import type { Command } from 'commander';
import type { CommandTools } from '../api-definition.js';

/** Registers `check`. */
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
