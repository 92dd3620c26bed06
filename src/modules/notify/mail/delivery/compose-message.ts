import addressparser from 'nodemailer/lib/addressparser';
import type { MailConfig } from '../../../../config/notify-config.js';
import { plainLine } from '../rendering/plain-line.js';
import { renderTemplate } from '../rendering/render-template.js';
import { findTemplate } from '../templates/find-template.js';
import { cleanEmailAddress, isEmailAddress } from '../../validation/email-address.js';
import type { WaitingEmail } from './email-queue.repository.js';
import { MailRefused } from './mail-refused.js';
import type { Mailbox, MailMessage } from './mailer.js';

/**
 * The mail of a row.
 * @throws MailRefused where its recipient is no address; Error where this version of the service can't word it
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

/** The row's, or the default one; what is no address is left out rather than let into a header. */
function replyToOf(email: WaitingEmail, config: MailConfig): Mailbox | null {
  if (email.replyTo === null) return config.replyTo === null ? null : mailboxOf(config.replyTo);
  return isEmailAddress(email.replyTo) ? { name: '', address: cleanEmailAddress(email.replyTo) } : null;
}

/** @param text `address` or `Name <address>`, as the configuration checked it */
function mailboxOf(text: string): Mailbox {
  const [mailbox] = addressparser(text, { flatten: true });
  return { name: plainLine(mailbox?.name ?? ''), address: mailbox?.address ?? '' };
}
