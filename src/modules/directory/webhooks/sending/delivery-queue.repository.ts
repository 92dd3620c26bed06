import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { claimDueRows } from '../../../../background/due-rows.js';
import { Database, type Queryable } from '../../../../database/database.js';
import type { ClaimedWebhook, KnownBatch } from './claimed-webhook.js';
import type { SendingState } from './next-state.js';

/** Longer than the requests of one claim may take; after a crash another instance goes on when it is over. */
const claimSeconds = 40;

/** Not sent to by another process, and with something to send. */
const waiting = `(d.claimed_until IS NULL OR d.claimed_until < now()) AND (
    d.test_requested_at IS NOT NULL OR d.status = 'Pending' OR d.status = 'Active' AND (
      d.batch_end IS NOT NULL
      OR (SELECT head.log <> d.log OR head.position > d.position FROM directory.change_log_head head)))`;

const isSendable = (alias: string): string => `${alias}.status IN ('Pending', 'Active')`;

const dueAt = `least(d.test_requested_at, CASE WHEN ${isSendable('d')} THEN d.next_attempt_at END)`;

const claimed = `w.webhook_id AS "webhookId", w.claim, w.generation, w.client_id AS "clientId", w.reader, w.url,
  w.organisation_ids AS "organisationIds", w.operations, w.status, w.status_reason AS "statusReason", w.attempts,
  w.failing_since AS "failingSince", w.next_attempt_at AS "nextAttemptAt", w.log,
  w.position::double precision AS "deliveredUpTo",
  (SELECT head.log FROM directory.change_log_head head) AS "presentLog", w.secret,
  CASE WHEN w.former_until > now() THEN w.former_secret END AS "formerSecret", w.challenge,
  w.test_requested_at AS "testRequestedAt", ${isSendable('w')} AND w.next_attempt_at <= now() AS "isDue",
  w.message_id AS "messageId", w.message_at AS "messageAt", w.batch_end::double precision AS "batchEnd",
  clock_timestamp() AS "claimedAt"`;

interface BatchColumns {
  readonly messageId: string | null;
  readonly messageAt: Date | null;
  readonly batchEnd: number | null;
}

type Claim = Pick<ClaimedWebhook, 'webhookId' | 'claim' | 'generation'>;

/**
 * The sender's side of the table of webhooks. A claim is a lease and no lock, so that no transaction is open while a
 * receiver answers. Only the holder of the claim writes results, and only if no client has changed the webhook since.
 */
@Injectable()
export class DeliveryQueueRepository {
  constructor(private readonly database: Database) {}

  /** Claims up to `limit` webhooks that have something to send. */
  async claim(limit: number): Promise<ClaimedWebhook[]> {
    const rows = await this.database.preparedWrite<
      Omit<ClaimedWebhook, 'batch' | 'claimedAtMs'> & BatchColumns
    >(
      `UPDATE directory.webhook w SET claim = $1, claimed_until = clock_timestamp() + make_interval(secs => $2)
       FROM (SELECT d.webhook_id FROM directory.webhook d ${claimDueRows({ waiting, dueAt, limit: '$3' })}) due
       WHERE w.webhook_id = due.webhook_id RETURNING ${claimed}`,
      [randomUUID(), claimSeconds, limit],
    );
    const claimedAtMs = performance.now();
    return rows.map((row) => ({ ...row, claimedAtMs, batch: batchOf(row) }));
  }

  /** Fixes the batch that is sent next; returns null if a client has changed the webhook since, or the claim is over. */
  async fixBatch(claim: Claim, messageId: string, end: number): Promise<KnownBatch | null> {
    const rows = await this.database.preparedWrite<{ at: Date }>(
      `UPDATE directory.webhook SET message_id = $4, message_at = clock_timestamp(), batch_end = $5
       WHERE ${held} RETURNING message_at AS at`,
      [...keyOf(claim), messageId, end],
    );
    const at = rows[0]?.at;
    return at === undefined ? null : { messageId, at, end };
  }

  /** Writes the state after an attempt and ends the claim. A cursor ends the batch. */
  async settle(
    transaction: Queryable,
    claim: Claim,
    state: SendingState,
    cursor: number | null,
  ): Promise<void> {
    await transaction.query(
      `UPDATE directory.webhook SET status = $4, status_reason = $5, attempts = $6, failing_since = $7,
         next_attempt_at = $8, position = coalesce($9, position),
         message_id = CASE WHEN $9::bigint IS NULL THEN message_id END,
         message_at = CASE WHEN $9::bigint IS NULL THEN message_at END,
         batch_end = CASE WHEN $9::bigint IS NULL THEN batch_end END
       WHERE ${held}`,
      [
        ...keyOf(claim),
        state.status,
        state.statusReason,
        state.attempts,
        state.failingSince,
        state.nextAttemptAt,
        cursor,
      ],
    );
  }

  /** Moves the cursor over changes that the receiver does not get. */
  async skipTo(claim: Claim, cursor: number): Promise<void> {
    await this.database.preparedWrite(
      `UPDATE directory.webhook SET position = $4, message_id = NULL, message_at = NULL, batch_end = NULL
       WHERE ${held}`,
      [...keyOf(claim), cursor],
    );
  }

  /** Ends the wish for a test, unless there is a later one. */
  async endTest(transaction: Queryable, { webhookId }: Claim, requestedAt: Date): Promise<void> {
    await transaction.query(
      `UPDATE directory.webhook SET test_requested_at = NULL WHERE webhook_id = $1 AND test_requested_at <= $2`,
      [webhookId, requestedAt],
    );
  }

  /** Returns true if the webhook still exists; it stays until the end of the transaction. */
  async keep(transaction: Queryable, { webhookId }: Claim): Promise<boolean> {
    const rows = await transaction.query(`SELECT FROM directory.webhook WHERE webhook_id = $1 FOR UPDATE`, [
      webhookId,
    ]);
    return rows.length > 0;
  }

  async release({ webhookId, claim }: Claim): Promise<void> {
    await this.database.preparedWrite(
      `UPDATE directory.webhook SET claim = NULL, claimed_until = NULL WHERE webhook_id = $1 AND claim = $2`,
      [webhookId, claim],
    );
  }
}

const held = `webhook_id = $1 AND claim = $2 AND generation = $3`;

function keyOf({ webhookId, claim, generation }: Claim): unknown[] {
  return [webhookId, claim, generation];
}

function batchOf({ messageId, messageAt, batchEnd }: BatchColumns): KnownBatch | null {
  if (messageId === null || messageAt === null || batchEnd === null) return null;
  return { messageId, at: messageAt, end: batchEnd };
}
