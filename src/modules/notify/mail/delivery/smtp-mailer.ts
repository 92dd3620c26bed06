import { createTransport, type Transporter } from 'nodemailer';
import { Mailer, type MailMessage, MailRefused } from './mailer.js';
import { mimeSource } from './mime-source.js';

/** Idle timeout of the connection. */
const silenceMs = 10_000;
/** Total timeout of one mail, so that shutdown can wait for the mail in flight. */
const deliveryMs = 20_000;

/** Authentication errors (RFC 4954 §6), which are no fault of the mail. */
const aboutAuthentication = new Set([530, 534, 535, 538]);

/** Sends over SMTP on one connection, which is kept open between mails. */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;

  /**
   * @param url with scheme smtp (STARTTLS where the server offers it) or smtps
   * @param requiresTls true: a server without STARTTLS gets no mail
   */
  constructor(url: string, requiresTls: boolean) {
    super();
    const address = new URL(url);
    // As a parameter, because the URL's own parameters win over options.
    if (requiresTls) address.searchParams.set('requireTLS', 'true');
    this.transport = createTransport({
      url: address.href,
      pool: true,
      maxConnections: 1,
      maxMessages: 1_000,
      maxRequeues: 1,
      dnsTimeout: silenceMs,
      connectionTimeout: silenceMs,
      greetingTimeout: silenceMs,
      socketTimeout: silenceMs,
    });
    // Each error also rejects the send; without a listener it would end the process.
    this.transport.on('error', () => undefined);
  }

  async send(message: MailMessage): Promise<void> {
    try {
      await this.transport.sendMail({ ...mimeSource(message), signal: AbortSignal.timeout(deliveryMs) });
    } catch (error) {
      throw isRefusal(error) ? new MailRefused(error.message, { cause: error }) : error;
    }
  }

  close(): void {
    this.transport.close();
  }
}

/** True for a permanent 5yz reply to this mail's envelope or content (RFC 5321 §4.2.1). */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code, permanent, responseCode } = error as {
    code?: string;
    permanent?: boolean;
    responseCode?: number;
  };
  return (
    permanent === true &&
    (code === 'EENVELOPE' || code === 'EMESSAGE') &&
    !aboutAuthentication.has(responseCode ?? 0)
  );
}
