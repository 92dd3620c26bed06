import querystring from 'node:querystring';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { Database } from '../../../../database/database.js';
import { plainLine } from '../rendering/plain-line.js';
import { composeMessage } from './compose-message.js';
import { EmailQueueRepository, type Outcome, type WaitingEmail } from './email-queue.repository.js';
import { type FailureKind, MailMetrics } from './mail-metrics.js';
import { MailRefused } from './mail-refused.js';
import { Mailer } from './mailer.js';
import { maxAttempts, retryDelaySeconds } from './retry-delay.js';

const maxErrorLength = 500;

const statusOf = {
  temporary: 'created',
  permanent: 'permanent-failure',
  technical: 'technical-failure',
} as const;

/** Sends what waits, one mail a transaction. */
@Injectable()
export class DeliveryService {
  private readonly logger = new Logger('Mail');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly queue: EmailQueueRepository,
    private readonly mailer: Mailer,
    private readonly metrics: MailMetrics,
  ) {}

  /**
   * Makes one attempt at the mail that has been due for longest. Its row is locked meanwhile: whatever becomes of this
   * process, another finds the mail sent or finds it waiting. False where no mail is due.
   * @throws DatabaseUnreachable, DatabaseTimeout; the mail then waits as before, though it may have been sent
   */
  async deliverNext(): Promise<boolean> {
    return this.database.backgroundTransaction(async (transaction) => {
      const email = await this.queue.claimNext(transaction);
      if (email === null) return false;
      await this.queue.settle(transaction, email.id, await this.attempt(email));
      return true;
    });
  }

  private async attempt(email: WaitingEmail): Promise<Outcome> {
    try {
      await this.mailer.send(composeMessage(email, this.config.mail));
      this.metrics.countSent();
      return { status: 'sent', retryAfterSeconds: 0, error: null };
    } catch (error) {
      return this.failed(email, error);
    }
  }

  private failed(email: WaitingEmail, error: unknown): Outcome {
    const attempts = email.attempts + 1;
    const kind = kindOf(error, attempts);
    this.metrics.countFailed(kind);
    // The server's words may name the recipient, so they stay in the database.
    this.logger.warn(`e-mail ${email.id}: attempt ${attempts} failed (${kind}, ${codeOf(error)})`);
    return {
      status: statusOf[kind],
      retryAfterSeconds: kind === 'temporary' ? retryDelaySeconds(attempts) : 0,
      error: this.told(error),
    };
  }

  /** What went wrong, for the operator: a line without the password of the mail server. */
  private told(error: unknown): string {
    const message = plainLine(error instanceof Error ? error.message : String(error));
    const secrets = passwordForms(this.config.mail.smtpUrl);
    return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message).slice(0, maxErrorLength);
  }
}

/** A URL's password as it stands there, and as it is sent. */
function passwordForms(url: string | null): string[] {
  const password = URL.parse(url ?? '')?.password ?? '';
  return [...new Set([password, querystring.unescape(password)])].filter((form) => form !== '');
}

function kindOf(error: unknown, attempts: number): FailureKind {
  if (error instanceof MailRefused) return 'permanent';
  return attempts >= maxAttempts ? 'technical' : 'temporary';
}

/** nodemailer's code, and the server's where it answered. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof MailRefused ? error.cause : error;
  if (!(cause instanceof Error)) return 'no code';
  const { code, responseCode } = cause as { code?: string; responseCode?: number };
  return [code, responseCode].filter((part) => part !== undefined).join(' ') || cause.name;
}
