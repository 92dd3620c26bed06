import { DatabaseSession } from '../database/database-session.js';
import { organisationAtRevision } from '../modules/directory/organisation-at-revision/organisation-at-revision.js';
import { OrganisationAtRevisionRepository } from '../modules/directory/organisation-at-revision/organisation-at-revision.repository.js';
import { CommandError } from './command-error.js';
import { withDatabase } from './with-database.js';

/** Prints the PUT body that restores an organisation to a revision. Changes nothing. */
export async function organisationAtCommand(organisationId: string, revision: number): Promise<void> {
  const changes = await withDatabase(async (url) => {
    const session = await DatabaseSession.open(url);
    try {
      return await new OrganisationAtRevisionRepository().listChangesUpTo(session, organisationId, revision);
    } finally {
      await session.close();
    }
  });
  if (changes === null) throw new CommandError(`${organisationId} has no revision ${revision}.`);
  process.stdout.write(`${JSON.stringify(organisationAtRevision(changes), null, 2)}\n`);
}
