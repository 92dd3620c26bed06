import { Injectable } from '@nestjs/common';
import type { Author } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { type Listing, type Order, toPageRequest } from '../pagination/page.js';
import type { PageQuery } from '../pagination/page-query.dto.js';
import { newSecret, secretText } from './secrets/new-secret.js';
import { SecretBox } from './secrets/secret-box.js';
import { WebhookAccess } from './webhook-access.js';
import type { WebhookSecretResponse } from './webhook-actions.dto.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import type { WebhookDeliveryResponse } from './webhook-delivery.dto.js';
import type { WebhookResponse } from './webhook.dto.js';
import { WebhookEvents } from './webhook-events.js';
import { toDeliveryResponse, toWebhookResponse } from './webhook.mapper.js';
import { WebhooksRepository } from './webhooks.repository.js';

const newestFirst: readonly Order[] = [{ property: 'At', direction: 'DESC', ignoreCase: false }];

/** The secret, the deliveries and the place in the log of single webhooks. */
@Injectable()
export class WebhookActionsService {
  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly access: WebhookAccess,
    private readonly secrets: SecretBox,
    private readonly events: WebhookEvents,
  ) {}

  /** Makes another secret; the former one signs too for 24 hours. @throws NotFound */
  async replaceSecret(webhookId: string, author: Author): Promise<WebhookSecretResponse> {
    const secret = newSecret();
    return this.access.change(webhookId, author.caller, async (transaction, webhook) => {
      const sealed = this.secrets.seal(secret, webhook.webhookId);
      const until = await this.webhooks.replaceSecret(transaction, webhook.webhookId, sealed);
      this.events.record(transaction, 'webhook.secret_replaced', author, webhook);
      return { Secret: secretText(secret), FormerSecretUntil: until.toISOString() };
    });
  }

  /** Has the sender send a test, whatever the status. @throws NotFound */
  async test(webhookId: string, caller: Caller): Promise<WebhookResponse> {
    return toWebhookResponse(await this.access.requestTest(webhookId, caller));
  }

  /** Moves the cursor. @throws NotFound, Gone for a place of another log */
  async replay(webhookId: string, after: string, caller: Caller): Promise<WebhookResponse> {
    const place = await this.access.placeOf(after);
    return this.access.change(webhookId, caller, async (transaction, webhook) =>
      toWebhookResponse(await this.webhooks.moveTo(transaction, webhook.webhookId, place)),
    );
  }

  /** @throws NotFound */
  async listDeliveries(
    webhookId: string,
    query: PageQuery,
    caller: Caller,
  ): Promise<Listing<WebhookDeliveryResponse>> {
    const webhook = await this.access.find(webhookId, caller);
    const page = toPageRequest(query);
    const { rows, totalSize } = await this.deliveries.listPage(webhook.webhookId, page);
    return { slice: { rows: rows.map(toDeliveryResponse), totalSize }, page, orderBy: newestFirst };
  }
}
