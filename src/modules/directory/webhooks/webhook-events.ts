import { Injectable } from '@nestjs/common';
import { afterCommit } from '../../../database/after-commit.js';
import type { Queryable } from '../../../database/database.js';
import type { SecurityEventName } from '../../../security-events/event-names.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import type { Author } from '../auth/author.js';
import type { Webhook } from './webhook.fields.js';

/** Records security events of webhooks, because data leaves through them. */
@Injectable()
export class WebhookEvents {
  constructor(private readonly events: SecurityEvents) {}

  /** Records the event when the transaction is committed. */
  record(
    transaction: Queryable,
    event: Extract<SecurityEventName, `webhook.${string}`>,
    { origin }: Author,
    { webhookId, clientId, url, status }: Webhook,
  ): void {
    // The path and query of a Url can hold a secret of the receiver.
    const { host } = new URL(url);
    const details = { webhookId, owner: this.events.hash.idOf(clientId), host, status };
    afterCommit(transaction, () => {
      this.events.record(event, origin, details);
    });
  }
}
