import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { DeliveryRow } from '../webhook.mapper.js';
import { AddressGuard } from '../receiver/address-guard.js';
import { postMessage, type ReceiverAnswer } from '../receiver/post-message.js';
import { SendFailure } from '../receiver/send-failure.js';
import { SecretBox } from '../secrets/secret-box.js';
import { firstKib } from './first-kib.js';
import { type ClaimedWebhook, databaseNow } from './claimed-webhook.js';
import type { Message } from './message.js';
import type { AttemptResult } from './next-state.js';
import { retryAfterSeconds } from './retry-after.js';
import { signaturesOf } from './signature.js';

/** Bytes of an answer that are read; that to a verification may carry more than the challenge. */
const maxAnswerBytes = 1_024;
const maxVerificationBytes = 4_096;

const undecryptable =
  'The service can not decrypt the secret of this webhook. Make another one with POST /webhooks/{WebhookId}/secret.';

/** An attempt, for the state of the webhook and for the list of deliveries. */
export interface Attempt {
  readonly result: AttemptResult;
  readonly delivery: DeliveryRow;
  /** The end of the attempt by the clock of the database. */
  readonly endedAt: Date;
}

/** The answer of a receiver, if there is one, and why it is no success; null for a success. */
interface Exchange {
  readonly answer: ReceiverAnswer | null;
  readonly fault: string | null;
}

/** Makes one attempt to deliver a message. Never throws: each failure is an outcome. */
@Injectable()
export class MessageSender {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly guard: AddressGuard,
    private readonly secrets: SecretBox,
  ) {}

  async send(webhook: ClaimedWebhook, message: Message): Promise<Attempt> {
    const at = databaseNow(webhook);
    const { answer, fault } = await this.exchange(webhook, message);
    const endedAt = databaseNow(webhook);
    return {
      endedAt,
      result: {
        outcome: fault === null ? 'delivered' : answer?.status === 410 ? 'gone' : 'failed',
        retryAfterSeconds: retryAfterSeconds(answer?.retryAfter ?? null, endedAt.getTime()),
      },
      delivery: {
        at,
        type: message.type,
        messageId: message.id,
        status: answer?.status ?? null,
        durationMs: endedAt.getTime() - at.getTime(),
        firstPosition: message.firstPosition,
        lastPosition: message.lastPosition,
        error: fault,
        answer: answer === null ? null : firstKib(answer.body),
      },
    };
  }

  private async exchange(webhook: ClaimedWebhook, message: Message): Promise<Exchange> {
    try {
      const answer = await this.post(webhook, message);
      return { answer, fault: faultOf(message, webhook, answer) };
    } catch (error) {
      if (error instanceof SendFailure) return { answer: null, fault: error.message };
      throw error;
    }
  }

  private async post(webhook: ClaimedWebhook, message: Message): Promise<ReceiverAnswer> {
    const timestamp = Math.floor(Date.now() / 1_000);
    const signed = { id: message.id, timestamp, body: message.body };
    return postMessage(
      {
        url: new URL(webhook.url),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'organisations-directory',
          'webhook-id': message.id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signaturesOf(signed, this.secretsOf(webhook)),
          'x-fapi-interaction-id': randomUUID(),
        },
        body: message.body,
        maxAnswerBytes: message.type === 'webhook.verification' ? maxVerificationBytes : maxAnswerBytes,
      },
      this.guard,
    );
  }

  private secretsOf({ webhookId, secret, formerSecret }: ClaimedWebhook): Buffer[] {
    try {
      const sealed = formerSecret === null ? [secret] : [secret, formerSecret];
      return sealed.map((each) => this.secrets.open(each, webhookId));
    } catch (error) {
      this.logger.error(`webhook ${webhookId}: ${error instanceof Error ? error.message : String(error)}`);
      throw new SendFailure(undecryptable);
    }
  }
}

/** Returns why an answer is no success; null for a success. */
function faultOf({ type }: Message, { challenge }: ClaimedWebhook, answer: ReceiverAnswer): string | null {
  const { status } = answer;
  if (status >= 300 && status < 400) return `The receiver answered ${status}. Redirects are not followed.`;
  if (status < 200 || status >= 300) return `The receiver answered ${status}.`;
  if (type !== 'webhook.verification' || (answer.isWhole && challengeIn(answer.body) === challenge))
    return null;
  return `The receiver answered ${status} without the challenge. Answer JSON of at most ${maxVerificationBytes} bytes: {"challenge": "…"}, with the challenge of the message.`;
}

function challengeIn(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'challenge' in value ? value.challenge : null;
  } catch {
    return null;
  }
}
