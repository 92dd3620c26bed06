import { DatabaseSession } from '../database/database-session.js';
import { FailedEmailsRepository } from '../modules/notify/mail/failed-emails/failed-emails.repository.js';
import { CommandError } from './command-error.js';
import { withDatabase } from './with-database.js';

const repository = new FailedEmailsRepository();

/** Prints the e-mails of the outbox that were given up: a line of JSON for each. */
export async function failedEmailsCommand(): Promise<void> {
  const emails = await withSession((session) => repository.list(session));
  for (const email of emails) process.stdout.write(`${JSON.stringify(email)}\n`);
}

/** Lets the service try e-mails again that were given up: those of the ids, or all. */
export async function resendEmailsCommand(ids: readonly string[], options: { all: boolean }): Promise<void> {
  if (options.all === ids.length > 0) throw new CommandError('Name the ids of e-mails, or --all.');
  const wanted = options.all ? 'all' : [...new Set(ids.map((id) => id.toLowerCase()))];
  const count = await withSession((session) => repository.requeue(session, wanted));
  process.stdout.write(`${count} are tried again.\n`);
  if (wanted !== 'all' && count < wanted.length)
    throw new CommandError(`${wanted.length - count} of the ids are of no e-mail that was given up.`);
}

async function withSession<Result>(work: (session: DatabaseSession) => Promise<Result>): Promise<Result> {
  return withDatabase(async (url) => {
    const session = await DatabaseSession.open(url);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  });
}
