import type { Queryable } from '../../../database/queryable.js';
import type { FieldChange } from '../history/history-entry.js';

/** Reads an organisation's history up to a revision. */
export class OrganisationAtRevisionRepository {
  /** Returns the changes up to and including a revision, oldest first; null for an unknown revision. */
  async listChangesUpTo(
    session: Queryable,
    organisationId: string,
    revision: number,
  ): Promise<FieldChange[] | null> {
    const rows = await session.query<{ revision: number; changes: FieldChange[] }>(
      `SELECT revision, changes FROM directory.organisation_history
       WHERE organisation_id = $1 AND revision <= $2 ORDER BY revision`,
      [organisationId, revision],
    );
    return rows.at(-1)?.revision === revision ? rows.flatMap(({ changes }) => changes) : null;
  }
}
