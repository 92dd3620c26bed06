import type { TestDatabase } from './postgres.js';

/** Returns the audit entries of one resource, oldest first, without their times. */
export function auditOf(database: TestDatabase, entityId: string): Promise<Record<string, unknown>[]> {
  return database.query(
    `SELECT client_id, user_id, interaction_id, entity, operation, changes FROM notify.audit
     WHERE entity_id = $1 ORDER BY id`,
    [entityId],
  );
}
