import addressparser from 'nodemailer/lib/addressparser';
import type { MailConfig } from '../../../../config/notify-config.js';
import { plainLine } from '../rendering/plain-line.js';
import { renderTemplate } from '../rendering/render-template.js';
import { findTemplate } from '../templates/find-template.js';
import { cleanEmailAddress, isEmailAddress } from '../../validation/email-address.js';
import type { WaitingEmail } from './email-queue.repository.js';
import { type Mailbox, type MailMessage, MailRefused } from './mailer.js';

/**
 * Renders the mail of a row.
 * @throws MailRefused if the recipient is not an address; Error if the template or a field is missing
 */
export function composeMessage(email: WaitingEmail, config: MailConfig): MailMessage {
  if (!isEmailAddress(email.recipient)) throw new MailRefused('the recipient is no e-mail address');
  const template = findTemplate(email.templateId);
  if (template === undefined) throw new Error(`there is no template ${email.templateId}`);
  const from = mailboxOf(config.from);
  return {
    id: email.id,
    messageId: `<${email.id}@${from.address.split('@').at(-1) ?? 'localhost'}>`,
    date: email.createdAt,
    from,
    to: { name: '', address: cleanEmailAddress(email.recipient) },
    replyTo: replyToOf(email, config),
    ...renderTemplate(template, email.personalisation),
  };
}

/** Reply-To of the row, else the default; a value that is not an address is omitted. */
function replyToOf(email: WaitingEmail, config: MailConfig): Mailbox | null {
  if (email.replyTo === null) return config.replyTo === null ? null : mailboxOf(config.replyTo);
  return isEmailAddress(email.replyTo) ? { name: '', address: cleanEmailAddress(email.replyTo) } : null;
}

/** @param text `address` or `Name <address>`, already validated */
function mailboxOf(text: string): Mailbox {
  const [mailbox] = addressparser(text, { flatten: true });
  return { name: plainLine(mailbox?.name ?? ''), address: mailbox?.address ?? '' };
}
