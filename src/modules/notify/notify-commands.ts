import type { Command } from 'commander';
import type { CommandTools } from '../api-definition.js';
import { addApiKeyCommands } from './api-keys/api-key-commands.js';
import { FailedEmailsRepository } from './mail/failed-emails/failed-emails.repository.js';

const emails = new FailedEmailsRepository();

/** Registers `emails-given-up`, `emails-resend` and the `api-key` commands. */
export function addNotifyCommands(program: Command, tools: CommandTools): void {
  program
    .command('emails-given-up')
    .description('Print the e-mails of the Notify API that are no longer retried, one line of JSON each.')
    .addHelpText('after', tools.example('emails-given-up'))
    .action(() => printFailedEmails(tools));

  program
    .command('emails-resend')
    .description('Put e-mails that were given up back into the queue.')
    .argument('[id...]', 'of e-mails, as emails-given-up prints them')
    .option('--all', 'all that were given up', false)
    .addHelpText(
      'after',
      tools.example('emails-resend 6c9d2d1e-7f0e-4a57-9a57-1f0f5f5f3c11', 'emails-resend --all'),
    )
    .action((ids: string[], options: { all: boolean }) => requeueEmails(tools, ids, options.all));

  addApiKeyCommands(program, tools);
}

/** Prints one line of JSON for each. */
async function printFailedEmails(tools: CommandTools): Promise<void> {
  const found = await tools.withSession((session) => emails.list(session));
  for (const email of found) process.stdout.write(`${JSON.stringify(email)}\n`);
  if (found.length === 0 && process.stderr.isTTY) process.stderr.write('No e-mail was given up.\n');
}

async function requeueEmails(tools: CommandTools, ids: readonly string[], all: boolean): Promise<void> {
  if (all === ids.length > 0) throw tools.failure('Name the ids of e-mails, or --all.');
  const wanted = all ? 'all' : [...new Set(ids.map((id) => id.toLowerCase()))];
  const count = await tools.withSession((session) => emails.requeue(session, wanted));
  process.stdout.write(`${count} are tried again.\n`);
  if (wanted !== 'all' && count < wanted.length)
    throw tools.failure(`${wanted.length - count} of the ids are of no e-mail that was given up.`);
}
