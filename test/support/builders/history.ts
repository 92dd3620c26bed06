import type { TestDatabase } from '../postgres.js';

/** Adds an entry to the history of an organisation, without a change of its row. */
export async function aHistoryEntry(
  database: Pick<TestDatabase, 'query'>,
  organisationId: string,
  revision: number,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const row = {
    organisation_id: organisationId,
    revision,
    client_id: 'client',
    interaction_id: `interaction-${revision}`,
    operation: revision === 1 ? 'Create' : 'Update',
    changes: JSON.stringify([{ Field: 'City', Old: null, New: `City ${revision}` }]),
    ...overrides,
  };
  await database.query(
    `INSERT INTO directory.organisation_history (${Object.keys(row).join(', ')})
     VALUES (${Object.keys(row)
       .map((_, index) => `$${index + 1}`)
       .join(', ')})`,
    Object.values(row),
  );
}
