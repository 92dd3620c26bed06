import { Injectable } from '@nestjs/common';
import { afterCommit } from '../../../database/after-commit.js';
import type { Queryable } from '../../../database/database.js';
import { SecurityEvents } from '../../../security-events/security-events.js';
import type { Actor } from '../auth/actor.js';
import type { AuditEntry } from './audit-entry.js';
import { auditEvents, eventDetails } from './audit-events.js';

/** Writes the audit, which is append-only. */
@Injectable()
export class AuditRepository {
  constructor(private readonly events: SecurityEvents) {}

  /** Adds an entry in the transaction of its change. After the commit, a change of rights is a security event too. */
  async record(transaction: Queryable, actor: Actor, entry: AuditEntry): Promise<void> {
    await transaction.query(
      `INSERT INTO notify.audit (client_id, user_id, interaction_id, entity, entity_id, operation, changes)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        actor.clientId,
        actor.userId,
        actor.interactionId,
        entry.entity,
        entry.entityId,
        entry.operation,
        JSON.stringify(entry.changes),
      ],
    );
    const event = auditEvents[`${entry.entity} ${entry.operation}`];
    if (event === undefined) return;
    afterCommit(transaction, () => {
      this.events.record(event, actor.origin, eventDetails(entry));
    });
  }
}
