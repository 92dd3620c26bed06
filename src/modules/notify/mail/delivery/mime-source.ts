import type { SendMailOptions } from 'nodemailer';
import type { MailMessage } from './mailer.js';

/** A mail as nodemailer takes it: addresses as objects, and nothing that could make it read files or URLs. */
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
    // So that nobody's absence is answered to it (RFC 3834 §5).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/**
 * A header line that shows what it holds: a name such as `=?utf-8?Q?…?=` would be decoded by whoever reads the mail
 * (RFC 2047 §6.2), into any text and line breaks. A zero-width space makes it no encoded word.
 */
function asWritten(line: string): string {
  return line.replaceAll('=?', '=\u200b?');
}
