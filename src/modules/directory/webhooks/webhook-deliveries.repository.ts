import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import type { PageRequest, Slice } from '../pagination/page.js';
import { type PageRow, pageStatement, toSlice } from '../pagination/page-statement.js';
import type { DeliveryRow } from './webhook.mapper.js';

/** Attempts of a webhook that stay. */
const keptDeliveries = 100;

/** The attempts to send messages. */
@Injectable()
export class WebhookDeliveriesRepository {
  constructor(private readonly database: Database) {}

  /** Adds an attempt and removes those before the last hundred. */
  async add(transaction: Queryable, webhookId: string, delivery: DeliveryRow): Promise<void> {
    await transaction.query(
      `INSERT INTO directory.webhook_delivery (webhook_id, at, type, message_id, status, duration_ms, first_position,
         last_position, error, answer)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        webhookId,
        delivery.at,
        delivery.type,
        delivery.messageId,
        delivery.status,
        delivery.durationMs,
        delivery.firstPosition,
        delivery.lastPosition,
        delivery.error,
        delivery.answer,
      ],
    );
    await transaction.query(
      `DELETE FROM directory.webhook_delivery WHERE webhook_id = $1 AND number <= (
         SELECT number FROM directory.webhook_delivery WHERE webhook_id = $1
         ORDER BY number DESC OFFSET $2 LIMIT 1)`,
      [webhookId, keptDeliveries],
    );
  }

  /** One page of the attempts, newest first. */
  async listPage(webhookId: string, page: PageRequest): Promise<Slice<DeliveryRow>> {
    const rows = await this.database.query<DeliveryRow & PageRow>(
      pageStatement({
        columns: `d.at, d.type, d.message_id AS "messageId", d.status, d.duration_ms AS "durationMs",
          d.first_position::double precision AS "firstPosition",
          d.last_position::double precision AS "lastPosition", d.error, d.answer`,
        from: 'directory.webhook_delivery d',
        where: 'd.webhook_id = $1',
        orderBy: 'd.number DESC',
        limit: '$2',
        offset: '$3',
      }),
      [webhookId, page.size, page.number * page.size],
    );
    return toSlice(rows);
  }
}
