import { Injectable } from '@nestjs/common';
import { Database } from '../../../../database/database.js';

const lost =
  'The client has not called the API with a valid token for 30 days. Set Status to Active to go on.';

/** The SQL of upkeep on all webhooks. */
@Injectable()
export class UpkeepRepository {
  constructor(private readonly database: Database) {}

  /** Notes that clients called. At most one write an hour for a webhook. */
  async noteSeen(clientIds: readonly string[]): Promise<void> {
    await this.database.preparedWrite(
      `UPDATE directory.webhook SET client_seen_at = now()
       WHERE client_id = ANY($1) AND client_seen_at < now() - interval '1 hour'`,
      [clientIds],
    );
  }

  /** Deletes former secrets that sign no more. */
  async dropFormerSecrets(): Promise<void> {
    await this.database.preparedWrite(
      `UPDATE directory.webhook SET former_secret = NULL, former_until = NULL WHERE former_until <= now()`,
    );
  }

  /** Pauses the webhooks of clients that are taken as gone; returns their ids. */
  async pauseOfLostClients(): Promise<string[]> {
    const rows = await this.database.preparedWrite<{ id: string }>(
      `UPDATE directory.webhook SET status = 'Paused', status_reason = $1, generation = generation + 1
       WHERE status IN ('Pending', 'Active') AND client_seen_at < now() - interval '30 days'
       RETURNING webhook_id AS id`,
      [lost],
    );
    return rows.map(({ id }) => id);
  }
}
