import type {
  CreatedWebhook,
  Webhook,
  WebhookCreate,
  WebhookDelivery,
  WebhookPage,
  WebhookPatch,
  WebhookSecret,
} from '../schemas.js';
import type { Api } from './api.js';
import { type CallOptions, type ChangeOptions, initOf, type Tagged, taggedOf, valueOf } from './calls.js';
import { rowsOf } from './pages.js';

/** Addresses to which the directory sends changes. */
export class Webhooks {
  constructor(private readonly api: Api) {}

  /** Yields the webhooks of this client; for operators, those of all clients. */
  list(options?: CallOptions): AsyncGenerator<Webhook, void> {
    return rowsOf((page) => this.page({ size: 1_000, page }, options));
  }

  /** Returns one page with its totals, in the order of creation. */
  async page(
    query: { readonly size?: number; readonly page?: number } = {},
    options?: CallOptions,
  ): Promise<WebhookPage> {
    return valueOf(await this.api.GET('/webhooks', { params: { query }, ...initOf(options) }));
  }

  async get(webhookId: string, options?: CallOptions): Promise<Tagged<Webhook>> {
    return taggedOf(await this.api.GET('/webhooks/{WebhookId}', initFor(webhookId, options)));
  }

  /** The answer has the secret for `verifyWebhook`, which is shown this once. */
  async create(body: WebhookCreate, options?: CallOptions): Promise<CreatedWebhook> {
    return valueOf(await this.api.POST('/webhooks', { body, ...initOf(options) }));
  }

  async patch(webhookId: string, body: WebhookPatch, options?: ChangeOptions): Promise<Webhook> {
    const init = { ...initFor(webhookId, options), body };
    const headers = { ...init.headers, 'content-type': 'application/merge-patch+json' };
    return valueOf(await this.api.PATCH('/webhooks/{WebhookId}', { ...init, headers }));
  }

  async delete(webhookId: string, options?: CallOptions): Promise<void> {
    await this.api.DELETE('/webhooks/{WebhookId}', initFor(webhookId, options));
  }

  /** Makes another secret; the former signs beside it for 24 hours. */
  async replaceSecret(webhookId: string, options?: CallOptions): Promise<WebhookSecret> {
    return valueOf(await this.api.POST('/webhooks/{WebhookId}/secret', initFor(webhookId, options)));
  }

  /** Sends a `webhook.test`. */
  async test(webhookId: string, options?: CallOptions): Promise<void> {
    await this.api.POST('/webhooks/{WebhookId}/test', initFor(webhookId, options));
  }

  /** Sends all changes after a place again. */
  async replay(webhookId: string, after: string, options?: CallOptions): Promise<Webhook> {
    const init = { ...initFor(webhookId, options), body: { After: after } };
    return valueOf(await this.api.POST('/webhooks/{WebhookId}/replay', init));
  }

  /** Yields the last attempts to deliver, newest first. */
  deliveries(webhookId: string, options?: CallOptions): AsyncGenerator<WebhookDelivery, void> {
    return rowsOf(async (page) => {
      const params = { path: { WebhookId: webhookId }, query: { page } };
      return valueOf(await this.api.GET('/webhooks/{WebhookId}/deliveries', { params, ...initOf(options) }));
    });
  }
}

function initFor(webhookId: string, options: ChangeOptions | undefined) {
  return { params: { path: { WebhookId: webhookId } }, ...initOf(options) };
}
