import type { TestApp } from './app.js';
import { Database } from '../../src/database/database.js';
import { type OutgoingEmail, OutboxRepository } from '../../src/modules/notify/outbox/outbox.repository.js';
import { templateIds } from '../../src/modules/notify/outbox/template-ids.js';
import { until } from './until.js';

/** The columns of notify.email that tests read. */
export interface EmailRow {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly waits_seconds: number;
}

/** Returns an e-mail with next steps to this address, with these overrides. */
export function aMail(recipient: string, overrides: Partial<OutgoingEmail> = {}): OutgoingEmail {
  return {
    templateId: templateIds.goLiveNextSteps,
    recipient,
    replyTo: null,
    personalisation: { service_name: 'Tax Notifications', body: 'Please review the service.' },
    ...overrides,
  };
}

/** Enqueues e-mails in one transaction, as a change does. */
export async function enqueue(service: TestApp, ...mails: OutgoingEmail[]): Promise<void> {
  const outbox = service.app.get(OutboxRepository, { strict: false });
  await service.app.get(Database).transaction(async (transaction) => {
    for (const mail of mails) await outbox.enqueue(transaction, mail);
  });
}

/** Returns the row of the only e-mail to an address, once the row matches. */
export function emailRow(
  service: TestApp,
  recipient: string,
  fits: (row: EmailRow) => boolean,
): Promise<EmailRow> {
  return until(`the row of the mail to ${recipient}`, async () => {
    const [row] = await service.database.query<EmailRow>(
      `SELECT id, status, attempts, last_error,
         extract(epoch FROM next_attempt_at - updated_at)::double precision AS waits_seconds
       FROM notify.email WHERE recipient = $1`,
      [recipient],
    );
    return row !== undefined && fits(row) ? row : null;
  });
}

/** Makes every waiting e-mail due at once. */
export async function hurry(service: TestApp): Promise<void> {
  await service.database.query(`UPDATE notify.email SET next_attempt_at = now() WHERE status = 'created'`);
}
