import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../config/config.js';
import { EmailRetentionRepository } from '../modules/notify/mail/retention/email-retention.repository.js';
import { recorded } from './command-events.js';
import { CommandError } from './command-error.js';
import { readFaultOf, writeFaultOf } from './file-fault.js';
import { redactLog } from './redact-log.js';
import { withSession } from './with-database.js';

const dayMs = 86_400_000;
const emails = new EmailRetentionRepository();

/** The number of removed things, for the operator and the security event. */
interface Removed {
  readonly emails: number;
  readonly mailFiles: number;
  readonly logLines: number;
}

/**
 * Removes personal data that is older than PERSONAL_DATA_RETENTION_DAYS: from Notify's sent e-mails, from files of
 * e-mails, and from the lines of these log files. Prints what it removed. Running it again changes nothing.
 */
export async function forgetCommand(logFiles: readonly string[]): Promise<void> {
  const { personalDataRetentionDays: days, dataDir } = readConfig();
  const cutoff = new Date(Date.now() - days * dayMs);
  const removed = await withSession((session) =>
    recorded(
      'personal_data.removed',
      { before: cutoff.toISOString() },
      async () => ({
        emails: await emails.removeBefore(session, cutoff),
        mailFiles: await removeMailFiles(join(dataDir, 'mail'), cutoff),
        logLines: await redactLogs(logFiles, cutoff),
      }),
      (result: Removed) => ({ ...result }),
    ),
  );
  process.stdout.write(
    `Removed what is older than ${days} days (before ${cutoff.toISOString()}): ${removed.emails} e-mails, ` +
      `${removed.mailFiles} files of e-mails, the personal fields of ${removed.logLines} log lines.\n`,
  );
}

/** Deletes the .eml files that a service without a mail server wrote; the folder may be missing. */
async function removeMailFiles(folder: string, cutoff: Date): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let count = 0;
  for (const name of names.filter((each) => each.endsWith('.eml'))) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs >= cutoff.getTime()) continue;
    await unlink(path);
    count += 1;
  }
  return count;
}

async function redactLogs(paths: readonly string[], cutoff: Date): Promise<number> {
  let count = 0;
  for (const path of paths) {
    try {
      count += await redactLog(path, cutoff);
    } catch (error) {
      const fault = readFaultOf(error) ?? writeFaultOf(error);
      throw fault === null ? error : new CommandError(`${path} can't be redacted: it ${fault}.`);
    }
  }
  return count;
}
