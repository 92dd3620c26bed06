import type { SendMailOptions } from 'nodemailer';
import type { MailMessage } from './mailer.js';

/** Converts a mail for nodemailer: addresses as objects, and no option that reads files or URLs. */
export function mimeSource(message: MailMessage): SendMailOptions {
  return {
    messageId: message.messageId,
    date: message.date,
    from: message.from,
    to: message.to,
    ...(message.replyTo === null ? {} : { replyTo: message.replyTo }),
    subject: asWritten(message.subject),
    text: message.text,
    html: message.html,
    // Suppresses automatic out-of-office replies (RFC 3834 §5).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * Breaks encoded words with a zero-width space. A reader would decode a name such as `=?utf-8?Q?…?=` into any text and
 * line breaks (RFC 2047 §6.2).
 */
function asWritten(line: string): string {
  return line.replaceAll('=?', '=\u200b?');
}
