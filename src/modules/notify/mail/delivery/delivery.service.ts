import querystring from 'node:querystring';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { retryDelaySeconds } from '../../../../background/retry-delay.js';
import { CONFIG } from '../../../../config/config.module.js';
import type { Config } from '../../../../config/config.js';
import { Database } from '../../../../database/database.js';
import { plainLine } from '../rendering/plain-line.js';
import { composeMessage } from './compose-message.js';
import { EmailQueueRepository, type Outcome, type WaitingEmail } from './email-queue.repository.js';
import { type FailureKind, MailMetrics } from './mail-metrics.js';
import { Mailer, MailRefused } from './mailer.js';
import { mailRetries, maxAttempts } from './mail-retries.js';

const maxErrorLength = 500;

const statusOf = {
  temporary: 'created',
  permanent: 'permanent-failure',
  technical: 'technical-failure',
} as const;

/** Sends waiting mails, one per transaction. */
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
   * Makes one attempt at the mail that has been due longest; returns false if none is due. The row stays locked
   * meanwhile, so after a crash another process finds the mail either sent or waiting.
   * @throws DatabaseUnreachable, DatabaseTimeout; the mail then stays in the queue, though it may have been sent
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
    // The server's reply may name the recipient, so it is stored and not logged.
    this.logger.warn(`e-mail ${email.id}: attempt ${attempts} failed (${kind}, ${codeOf(error)})`);
    return {
      status: statusOf[kind],
      retryAfterSeconds: kind === 'temporary' ? retryDelaySeconds(mailRetries, attempts) : 0,
      error: this.told(error),
    };
  }

  /** The error as one line, without the password of the mail server. */
  private told(error: unknown): string {
    const message = plainLine(error instanceof Error ? error.message : String(error));
    const secrets = passwordForms(this.config.mail.smtpUrl);
    return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message).slice(0, maxErrorLength);
  }
}

/** The password of a URL, encoded and decoded. */
function passwordForms(url: string | null): string[] {
  const password = URL.parse(url ?? '')?.password ?? '';
  return [...new Set([password, querystring.unescape(password)])].filter((form) => form !== '');
}

function kindOf(error: unknown, attempts: number): FailureKind {
  if (error instanceof MailRefused) return 'permanent';
  return attempts >= maxAttempts ? 'technical' : 'temporary';
}

/** nodemailer's code, and the server's reply code if it replied. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof MailRefused ? error.cause : error;
  if (!(cause instanceof Error)) return 'no code';
  const { code, responseCode } = cause as { code?: string; responseCode?: number };
  return [code, responseCode].filter((part) => part !== undefined).join(' ') || cause.name;
}
