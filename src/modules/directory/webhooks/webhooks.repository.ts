import { Injectable } from '@nestjs/common';
import { selectList } from '../../../fields/sql.js';
import { Database, type Queryable } from '../../../database/database.js';
import type { Place } from '../changes/place.js';
import type { HistoryOperation } from '../history/history.values.js';
import type { PageRequest, Slice } from '../pagination/page.js';
import { type PageRow, pageStatement, toSlice } from '../pagination/page-statement.js';
import type { StoredReader } from './webhook-reader.js';
import { type Webhook, webhookFields } from './webhook.fields.js';
import type { WebhookStatus } from './webhook.values.js';

// A position is below 2^53.
const columns = `${selectList(webhookFields, 'w')}, w.log, w.position::double precision AS "deliveredUpTo"`;

/** $1 is the webhook; $2 its client, or null for any. */
const own = `w.webhook_id = $1 AND ($2::text IS NULL OR w.client_id = $2)`;

/** The parts of a webhook that its client chooses. */
export interface WebhookFields {
  readonly url: string;
  readonly description: string | null;
  readonly organisationIds: readonly string[] | null;
  readonly operations: readonly HistoryOperation[] | null;
}

export interface NewWebhook extends WebhookFields {
  readonly webhookId: string;
  readonly clientId: string;
  readonly reader: StoredReader;
  readonly log: string;
  readonly position: number;
  readonly secret: Buffer;
  readonly challenge: string;
}

export interface WebhookAmendment extends WebhookFields {
  readonly status: WebhookStatus;
  readonly statusReason: string | null;
  /** null keeps the rights. */
  readonly reader: StoredReader | null;
  /** Replaces the challenge and forgets failures; null keeps both. */
  readonly newChallenge: string | null;
  /** True if the batch that is being delivered is not the same any more. */
  readonly dropsBatch: boolean;
}

/** The SQL of clients on webhooks; a `clientId` of null stands for all clients. */
@Injectable()
export class WebhooksRepository {
  constructor(private readonly database: Database) {}

  /** Lets one transaction at a time create webhooks of a client, and counts those of the client. */
  async lockCount(transaction: Queryable, clientId: string): Promise<number> {
    await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('webhooks of ' || $1, 0))`, [
      clientId,
    ]);
    const rows = await transaction.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM directory.webhook WHERE client_id = $1`,
      [clientId],
    );
    return rows[0]?.count ?? 0;
  }

  async insert(transaction: Queryable, row: NewWebhook): Promise<Webhook> {
    const rows = await transaction.query<Webhook>(
      `INSERT INTO directory.webhook AS w (webhook_id, client_id, url, description, organisation_ids, operations,
         reader, log, position, secret, challenge)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${columns}`,
      [
        row.webhookId,
        row.clientId,
        row.url,
        row.description,
        row.organisationIds,
        row.operations,
        JSON.stringify(row.reader),
        row.log,
        row.position,
        row.secret,
        row.challenge,
      ],
    );
    return onlyRow(rows);
  }

  async find(webhookId: string, clientId: string | null): Promise<Webhook | null> {
    const rows = await this.database.query<Webhook>(
      `SELECT ${columns} FROM directory.webhook w WHERE ${own}`,
      [webhookId, clientId],
    );
    return rows[0] ?? null;
  }

  /** Returns a webhook that nobody else may change before the end of the transaction. */
  async lock(transaction: Queryable, webhookId: string, clientId: string | null): Promise<Webhook | null> {
    const rows = await transaction.query<Webhook>(
      `SELECT ${columns} FROM directory.webhook w WHERE ${own} FOR UPDATE`,
      [webhookId, clientId],
    );
    return rows[0] ?? null;
  }

  async listPage(clientId: string | null, page: PageRequest): Promise<Slice<Webhook>> {
    const rows = await this.database.query<Webhook & PageRow>(
      pageStatement({
        columns,
        from: 'directory.webhook w',
        where: '($1::text IS NULL OR w.client_id = $1)',
        orderBy: 'w.created_at, w.webhook_id',
        limit: '$2',
        offset: '$3',
      }),
      [clientId, page.size, page.number * page.size],
    );
    return toSlice(rows);
  }

  /** Writes a change of a locked webhook. An attempt that is under way then changes nothing. */
  async amend(transaction: Queryable, webhookId: string, change: WebhookAmendment): Promise<Webhook> {
    const rows = await transaction.query<Webhook>(
      `UPDATE directory.webhook AS w SET url = $2, description = $3, organisation_ids = $4, operations = $5,
         status = $6, status_reason = $7, reader = coalesce($8, w.reader),
         challenge = coalesce($9, w.challenge),
         attempts = CASE WHEN $9::text IS NULL THEN w.attempts ELSE 0 END,
         failing_since = CASE WHEN $9::text IS NULL THEN w.failing_since END,
         next_attempt_at = CASE WHEN $9::text IS NULL THEN w.next_attempt_at ELSE now() END,
         message_id = CASE WHEN $10 THEN NULL ELSE w.message_id END,
         message_at = CASE WHEN $10 THEN NULL ELSE w.message_at END,
         batch_end = CASE WHEN $10 THEN NULL ELSE w.batch_end END,
         updated_at = now(), generation = w.generation + 1
       WHERE w.webhook_id = $1 RETURNING ${columns}`,
      [
        webhookId,
        change.url,
        change.description,
        change.organisationIds,
        change.operations,
        change.status,
        change.statusReason,
        change.reader === null ? null : JSON.stringify(change.reader),
        change.newChallenge,
        change.dropsBatch,
      ],
    );
    return onlyRow(rows);
  }

  async moveTo(transaction: Queryable, webhookId: string, { log, position }: Place): Promise<Webhook> {
    const rows = await transaction.query<Webhook>(
      `UPDATE directory.webhook AS w SET log = $2, position = $3, message_id = NULL, message_at = NULL,
         batch_end = NULL, updated_at = now(), generation = w.generation + 1
       WHERE w.webhook_id = $1 RETURNING ${columns}`,
      [webhookId, log, position],
    );
    return onlyRow(rows);
  }

  /** Gives a locked webhook another secret; returns until when the former one signs too. */
  async replaceSecret(transaction: Queryable, webhookId: string, secret: Buffer): Promise<Date> {
    const rows = await transaction.query<{ until: Date }>(
      `UPDATE directory.webhook SET former_secret = secret, former_until = now() + interval '24 hours', secret = $2,
         updated_at = now()
       WHERE webhook_id = $1 RETURNING former_until AS until`,
      [webhookId, secret],
    );
    return onlyRow(rows).until;
  }

  /** Lets the sender send a test next. */
  async requestTest(webhookId: string, clientId: string | null): Promise<Webhook | null> {
    const rows = await this.database.preparedWrite<Webhook>(
      `UPDATE directory.webhook AS w SET test_requested_at = now() WHERE ${own} RETURNING ${columns}`,
      [webhookId, clientId],
    );
    return rows[0] ?? null;
  }

  /** Deletes a webhook with its cursor, secrets and deliveries. */
  async delete(transaction: Queryable, webhookId: string): Promise<void> {
    await transaction.query(`DELETE FROM directory.webhook WHERE webhook_id = $1`, [webhookId]);
  }
}

function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no webhook');
  return row;
}
