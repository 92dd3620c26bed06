import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { Actor } from '../auth/actor.js';

/** A change to record. */
export interface AuditEntry {
  readonly entity: 'organisation' | 'service' | 'user' | 'email_branding' | 'letter_branding';
  readonly entityId: string;
  /** The operation in the API's words: `create`, `update`, `archive`, `link-service`, `add-user`, … */
  readonly operation: string;
  /** Requested or changed values by wire name; never a secret. */
  readonly changes: Readonly<Record<string, unknown>>;
}

/** Writes the audit, which is append-only. */
@Injectable()
export class AuditRepository {
  /** Adds an entry in the transaction of its change. */
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
  }
}
