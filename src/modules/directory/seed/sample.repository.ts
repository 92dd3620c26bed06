import type { Queryable } from '../../../database/database.js';

/** The SQL of the sample beside the demonstration set. */
export class SampleRepository {
  /** Returns true if there is anything beside which a sample would be out of place. */
  async hasOrganisations(queryable: Queryable): Promise<boolean> {
    const rows = await queryable.query('SELECT FROM directory.organisation LIMIT 1');
    return rows.length > 0;
  }

  /**
   * Adds a Paused webhook of the development client `dev-admin`, for the examples of the OpenAPI document. Its secret is
   * none: `POST /webhooks/{WebhookId}/secret` makes one.
   */
  async addWebhook(queryable: Queryable): Promise<void> {
    await queryable.query(
      `INSERT INTO directory.webhook (webhook_id, client_id, url, description, status, log, position, reader, secret, challenge)
       SELECT '3b0a8b0e-6c1e-4f0a-9d39-0f4d1c0a7b11', 'dev-admin', 'https://hooks.sample-bank.example/directory',
         'Mirror of the sample bank', 'Paused', log, 0, $1, '', gen_random_uuid()::text
       FROM directory.change_log_head
       ON CONFLICT DO NOTHING`,
      [
        JSON.stringify({
          userEmail: null,
          isOperator: true,
          readsAll: true,
          seesRelations: true,
          flagClearance: 2_147_483_647,
        }),
      ],
    );
  }
}
