import type { TestApp } from './app.js';
import type { Identity } from './client.js';
import { software } from './identities.js';
import { until } from './until.js';

/** A webhook as the API shows it. */
export interface ShownWebhook {
  readonly WebhookId: string;
  readonly Status: string;
  readonly StatusReason: string | null;
  readonly After: string;
  readonly FailingSince: string | null;
  readonly NextAttemptAt: string;
  readonly Secret: string;
  readonly [field: string]: unknown;
}

type Instance = Pick<TestApp, 'as'>;

/** Creates a webhook and returns it with its secret. */
export async function createWebhook(
  service: Instance,
  body: Readonly<Record<string, unknown>>,
  identity: Identity = software,
): Promise<ShownWebhook> {
  const answer = await service.as(identity).post('/webhooks', body);
  expect(answer.status).toBe(201);
  return answer.body as ShownWebhook;
}

export async function getWebhook(
  service: Instance,
  webhookId: string,
  identity = software,
): Promise<ShownWebhook> {
  return (await service.as(identity).get(`/webhooks/${webhookId}`)).body as ShownWebhook;
}

/** Waits until a webhook has the status. */
export function webhookWith(
  service: Instance,
  webhookId: string,
  status: string,
  identity = software,
): Promise<ShownWebhook> {
  return until(`webhook ${status}`, async () => {
    const webhook = await getWebhook(service, webhookId, identity);
    return webhook.Status === status ? webhook : null;
  });
}

/** Creates a webhook and waits for its verification. */
export async function anActiveWebhook(
  service: Instance,
  body: Readonly<Record<string, unknown>>,
  identity: Identity = software,
): Promise<ShownWebhook> {
  const created = await createWebhook(service, body, identity);
  return { ...(await webhookWith(service, created.WebhookId, 'Active', identity)), Secret: created.Secret };
}

/** Advances time for one webhook: everything that it remembers happened this much earlier. */
export async function ageWebhook(
  { database }: Pick<TestApp, 'database'>,
  webhookId: string,
  interval: string,
): Promise<void> {
  await database.query(
    `UPDATE directory.webhook SET next_attempt_at = next_attempt_at - $2::interval,
       failing_since = failing_since - $2::interval, former_until = former_until - $2::interval,
       client_seen_at = client_seen_at - $2::interval
     WHERE webhook_id = $1`,
    [webhookId, interval],
  );
}
