import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../../database/database.js';
import type { Author } from '../auth/author.js';

/** Organisations that one statement works on: few enough to stay well within the time that a statement has. */
const batchSize = 1_000;

/** The only SQL on the references to a flag as a whole. */
@Injectable()
export class FlagCascadeRepository {
  /** Whether any organisation carries a flag. */
  async isInUse(transaction: Queryable, flagId: string): Promise<boolean> {
    const rows = await transaction.query(
      `SELECT FROM directory.organisation_flag WHERE flag_id = $1 LIMIT 1`,
      [flagId],
    );
    return rows.length > 0;
  }

  /**
   * Takes a flag from every organisation that carries it; each is counted one revision on, with a history entry. The
   * flag must be locked, so that no organisation can take it on meanwhile.
   */
  async removeEverywhere(
    transaction: Queryable,
    flagId: string,
    signature: Author['signature'],
  ): Promise<void> {
    for (;;) {
      const organisationIds = await this.lockCarriers(transaction, flagId);
      if (organisationIds.length === 0) return;
      await this.remove(transaction, flagId, organisationIds, signature);
    }
  }

  /** The first carriers by id, locked in that order as every transaction does. */
  private async lockCarriers(transaction: Queryable, flagId: string): Promise<string[]> {
    const rows = await transaction.query<{ organisationId: string }>(
      `SELECT o.organisation_id AS "organisationId" FROM directory.organisation o
       WHERE o.organisation_id IN (
         SELECT c.organisation_id FROM directory.organisation_flag c WHERE c.flag_id = $1
         ORDER BY c.organisation_id LIMIT $2)
       ORDER BY o.organisation_id FOR UPDATE`,
      [flagId, batchSize],
    );
    return rows.map((row) => row.organisationId);
  }

  /** Under the locks: one that has dropped the flag just before is passed over. */
  private async remove(
    transaction: Queryable,
    flagId: string,
    organisationIds: readonly string[],
    signature: Author['signature'],
  ): Promise<void> {
    await transaction.query(
      `WITH carried AS (
         SELECT c.organisation_id, jsonb_agg(c.flag_id ORDER BY c.flag_id) AS flag_ids
         FROM directory.organisation_flag c WHERE c.organisation_id = ANY($2) GROUP BY c.organisation_id
       ), removed AS (
         DELETE FROM directory.organisation_flag c WHERE c.flag_id = $1 AND c.organisation_id = ANY($2)
         RETURNING c.organisation_id
       ), counted AS (
         UPDATE directory.organisation o SET revision = o.revision + 1 FROM removed
         WHERE o.organisation_id = removed.organisation_id RETURNING o.organisation_id, o.revision
       )
       INSERT INTO directory.organisation_history
         (organisation_id, revision, client_id, user_email, interaction_id, operation, changes)
       SELECT counted.organisation_id, counted.revision, $3, $4, $5, 'FlagCascade',
         jsonb_build_array(jsonb_build_object(
           'Field', 'Flags', 'Old', carried.flag_ids, 'New', carried.flag_ids - $1::text))
       FROM counted JOIN carried USING (organisation_id)`,
      [flagId, organisationIds, signature.clientId, signature.userEmail, signature.interactionId],
    );
  }
}
