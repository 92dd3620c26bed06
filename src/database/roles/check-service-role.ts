import type { ApiSchema } from '../api-schema.js';
import { DatabaseSession } from '../database-session.js';
import { ServiceRoleRepository } from './service-role.repository.js';

/**
 * Returns null if the role of the URL can only use the tables, as the service should; else a clause for the operator.
 * @throws DatabaseLoginRefused, DatabaseUnreachable, DatabaseTimeout
 */
export async function excessRightsOf(url: string, schemas: readonly ApiSchema[]): Promise<string | null> {
  const session = await DatabaseSession.open(url);
  try {
    const excess = await new ServiceRoleRepository().excessOf(session, schemas);
    if (excess === null) return null;
    const what = excess === 'superuser' ? 'a superuser' : 'an owner of the database or its tables';
    return `The role of DATABASE_URL is ${what}, so a fault in the service could rewrite the history`;
  } finally {
    await session.close();
  }
}
