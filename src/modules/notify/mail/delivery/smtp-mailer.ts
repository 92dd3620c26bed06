import { createTransport, type Transporter } from 'nodemailer';
import { MailRefused } from './mail-refused.js';
import { Mailer, type MailMessage } from './mailer.js';
import { mimeSource } from './mime-source.js';

/** A server that says nothing for so long is not waited for. */
const silenceMs = 10_000;
/** Nor is one that trickles: a stop of the service must be able to wait for the mail in hand. */
const deliveryMs = 20_000;

/** What a server answers to those whom it does not know (RFC 4954 §6): nothing is wrong with the mail. */
const aboutAuthentication = new Set([530, 534, 535, 538]);

/** Sends over SMTP, on one connection that stays open while there is mail. */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;

  /** @param url with scheme smtp (STARTTLS where the server offers it) or smtps */
  constructor(url: string) {
    super();
    this.transport = createTransport({
      url,
      pool: true,
      maxConnections: 1,
      maxMessages: 1_000,
      maxRequeues: 1,
      dnsTimeout: silenceMs,
      connectionTimeout: silenceMs,
      greetingTimeout: silenceMs,
      socketTimeout: silenceMs,
    });
    // What goes wrong comes with the mail; without a listener it could end the process as well.
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

/** True for a 5yz reply to this mail's envelope or content; the rest may be different next time (RFC 5321 §4.2.1). */
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
