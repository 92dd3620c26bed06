import { Injectable } from '@nestjs/common';
import { Database } from '../../../../database/database.js';
import type { WebhookStatus } from '../webhook.values.js';

/** The SQL behind the metrics of webhooks. */
@Injectable()
export class WebhookLagRepository {
  constructor(private readonly database: Database) {}

  /** Count of webhooks by status; a status without webhooks is absent. */
  async countByStatus(): Promise<{ status: WebhookStatus; count: number }[]> {
    return this.database.query(
      `SELECT status, count(*)::double precision AS count FROM directory.webhook GROUP BY status`,
    );
  }

  async positions(): Promise<number> {
    return this.single(
      `SELECT coalesce(max(head.position - w.position), 0)::double precision AS value
       FROM directory.webhook w JOIN directory.change_log_head head USING (log)
       WHERE w.status = 'Active' AND w.position < head.position`,
    );
  }

  async seconds(): Promise<number> {
    return this.single(
      `SELECT coalesce(greatest(extract(epoch FROM now() - min(coalesce(o.at, f.at))), 0), 0)::double precision AS value
       FROM directory.webhook w JOIN directory.change_log_head head USING (log)
       JOIN directory.change_log l ON l.position = w.position + 1
       LEFT JOIN directory.organisation_history o USING (organisation_id, revision)
       LEFT JOIN directory.flag_history f ON f.flag_id = l.flag_id AND f.revision = l.revision
       WHERE w.status = 'Active' AND w.position < head.position`,
    );
  }

  private async single(sql: string): Promise<number> {
    const rows = await this.database.query<{ value: number }>(sql);
    return rows[0]?.value ?? 0;
  }
}
