import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { entityTagOf } from '../../../http/caching/entity-tag.js';
import { Conflict, Invalid } from '../../../http/errors/problem.js';
import type { Author } from '../auth/author.js';
import type { Caller } from '../auth/caller.js';
import { type Listing, type Order, toPageRequest } from '../pagination/page.js';
import type { PageQuery } from '../pagination/page-query.dto.js';
import { amendmentOf, newChallenge } from './amendment.js';
import { AddressGuard } from './receiver/address-guard.js';
import { newSecret, secretText } from './secrets/new-secret.js';
import { SecretBox } from './secrets/secret-box.js';
import { ownerOf, WebhookAccess } from './webhook-access.js';
import type {
  CreatedWebhookResponse,
  WebhookCreateRequest,
  WebhookPatchRequest,
  WebhookResponse,
} from './webhook.dto.js';
import { WebhookEvents } from './webhook-events.js';
import { toWebhookResponse } from './webhook.mapper.js';
import { storedReader } from './webhook-reader.js';
import { WebhooksRepository } from './webhooks.repository.js';

const maxWebhooks = 20;

const oldestFirst: readonly Order[] = [{ property: 'CreatedAt', direction: 'ASC', ignoreCase: false }];

/** The response to a creation, and the ETag that GET has. */
interface CreatedWebhook {
  readonly webhook: CreatedWebhookResponse;
  readonly entityTag: string;
}

/** Webhooks as their clients manage them. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhooksRepository,
    private readonly access: WebhookAccess,
    private readonly guard: AddressGuard,
    private readonly secrets: SecretBox,
    private readonly events: WebhookEvents,
  ) {}

  async list(query: PageQuery, caller: Caller): Promise<Listing<WebhookResponse>> {
    const page = toPageRequest(query);
    const { rows, totalSize } = await this.webhooks.listPage(ownerOf(caller), page);
    return { slice: { rows: rows.map(toWebhookResponse), totalSize }, page, orderBy: oldestFirst };
  }

  /** @throws NotFound for a webhook that the caller does not reach */
  async get(webhookId: string, caller: Caller): Promise<WebhookResponse> {
    return toWebhookResponse(await this.access.find(webhookId, caller));
  }

  /** @throws Invalid for a Url that leads inside, Conflict above 20 webhooks, Gone for an After of another log */
  async create(request: WebhookCreateRequest, author: Author): Promise<CreatedWebhook> {
    this.checkUrl(request.Url);
    const { clientId } = author.caller;
    const webhookId = randomUUID();
    const secret = newSecret();
    const place = await this.access.placeOf(request.After ?? null);
    return this.database.transaction(async (transaction) => {
      if ((await this.webhooks.lockCount(transaction, clientId)) >= maxWebhooks) throw tooMany();
      const webhook = await this.webhooks.insert(transaction, {
        webhookId,
        clientId,
        url: request.Url,
        description: textOrNull(request.Description),
        organisationIds: request.OrganisationIds ?? null,
        operations: request.Operations ?? null,
        reader: storedReader(author.caller),
        ...place,
        secret: this.secrets.seal(secret, webhookId),
        challenge: newChallenge(),
      });
      this.events.record(transaction, 'webhook.created', author, webhook);
      const shown = toWebhookResponse(webhook);
      const entityTag = entityTagOf(JSON.stringify(shown));
      return { webhook: { ...shown, Secret: secretText(secret) }, entityTag };
    });
  }

  /** @throws NotFound, Invalid for a Url that leads inside */
  async patch(webhookId: string, patch: WebhookPatchRequest, author: Author): Promise<WebhookResponse> {
    if (patch.Url !== undefined) this.checkUrl(patch.Url);
    return this.access.change(webhookId, author.caller, async (transaction, webhook) => {
      const amendment = amendmentOf(webhook, patch, author.caller);
      if (amendment === null) return toWebhookResponse(webhook);
      const after = await this.webhooks.amend(transaction, webhook.webhookId, amendment);
      this.events.record(transaction, 'webhook.changed', author, after);
      return toWebhookResponse(after);
    });
  }

  /** @throws NotFound */
  async delete(webhookId: string, author: Author): Promise<void> {
    await this.access.change(webhookId, author.caller, async (transaction, webhook) => {
      await this.webhooks.delete(transaction, webhook.webhookId);
      this.events.record(transaction, 'webhook.deleted', author, webhook);
    });
  }

  private checkUrl(text: string): void {
    const fault = this.guard.faultOf(new URL(text));
    if (fault !== null) throw new Invalid([fault]);
  }
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function tooMany(): Conflict {
  return new Conflict(
    `This client has ${maxWebhooks} webhooks already, the maximum. Delete one, or change one with PATCH.`,
  );
}
