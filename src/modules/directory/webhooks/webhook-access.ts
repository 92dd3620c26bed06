import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../../database/database.js';
import { NotFound } from '../../../http/errors/problem.js';
import type { Caller } from '../auth/caller.js';
import { ChangeLogRepository } from '../changes/change-log.repository.js';
import { parsePlace, type Place, placeIn } from '../changes/place.js';
import type { Webhook } from './webhook.fields.js';
import { WebhooksRepository } from './webhooks.repository.js';

/** Finds the webhooks that a caller may reach: a client its own, an operator all of them. */
@Injectable()
export class WebhookAccess {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhooksRepository,
    private readonly log: ChangeLogRepository,
  ) {}

  /** @throws NotFound for a webhook that the caller does not reach */
  async find(webhookId: string, caller: Caller): Promise<Webhook> {
    return known(await this.webhooks.find(uuidOf(webhookId), ownerOf(caller)));
  }

  /** Has the sender send a test. @throws NotFound */
  async requestTest(webhookId: string, caller: Caller): Promise<Webhook> {
    return known(await this.webhooks.requestTest(uuidOf(webhookId), ownerOf(caller)));
  }

  /** Changes a webhook in a transaction in which nobody else does. @throws NotFound */
  async change<Result>(
    webhookId: string,
    caller: Caller,
    work: (transaction: Queryable, webhook: Webhook) => Promise<Result>,
  ): Promise<Result> {
    const id = uuidOf(webhookId);
    return this.database.transaction(async (transaction) =>
      work(transaction, known(await this.webhooks.lock(transaction, id, ownerOf(caller)))),
    );
  }

  /**
   * Returns the place that `After` names.
   * @param after a checked place; null for the end of the log
   * @throws Gone for a place of another log
   */
  async placeOf(after: string | null): Promise<Place> {
    const newest = await this.log.readNewest();
    return placeIn(newest.log, (after === null ? null : parsePlace(after)) ?? newest, 'After');
  }
}

/** Returns the client whose webhooks a caller reaches; null for an operator, who reaches all. */
export function ownerOf({ isOperator, clientId }: Caller): string | null {
  return isOperator ? null : clientId;
}

function known(webhook: Webhook | null): Webhook {
  if (webhook === null) throw notFound();
  return webhook;
}

function uuidOf(webhookId: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(webhookId)) throw notFound();
  return webhookId;
}

function notFound(): NotFound {
  return new NotFound(
    'WebhookId names no webhook that this token may see. GET /webhooks lists those that it may see.',
  );
}
