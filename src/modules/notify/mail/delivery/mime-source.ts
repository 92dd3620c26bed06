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
    subject: message.subject,
    text: message.text,
    html: message.html,
    // So that nobody's absence is answered to it (RFC 3834 §5).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
