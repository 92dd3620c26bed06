import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config/config.js';
import { DatabaseLoginRefused, DatabaseTimeout, DatabaseUnreachable } from './database/database-errors.js';
import { excessRightsOf } from './database/roles/check-service-role.js';
import { SERVICE_ROLE } from './database/roles/service-role.repository.js';
import { schemas } from './modules/apis.js';
import { ServiceError } from './service-error.js';

const retryMs = 1_000;

/**
 * Checks that the service can't change the schema or the history. If the database is away, the service may start, and the
 * check is repeated until the database answers; `onRefused` then gets the sentence.
 * @throws ServiceError if the role may do more and ALLOW_DATABASE_OWNER is not set, or if its login is refused
 */
export async function requireServiceRole(
  url: string,
  { allowDatabaseOwner }: Pick<Config, 'allowDatabaseOwner'>,
  warn: (sentence: string) => void,
  onRefused: (sentence: string) => void,
): Promise<void> {
  try {
    const excess = await excessRightsOf(url, schemas);
    if (excess === null) return;
    if (!allowDatabaseOwner)
      throw new ServiceError(
        `${excess}; run the service as ${SERVICE_ROLE}, which the command service-role makes, or set ALLOW_DATABASE_OWNER=true.`,
      );
    warn(`${excess} (ALLOW_DATABASE_OWNER=true).`);
  } catch (error) {
    if (error instanceof DatabaseLoginRefused) throw new ServiceError(error.message);
    if (!(error instanceof DatabaseUnreachable || error instanceof DatabaseTimeout)) throw error;
    void sleep(retryMs, undefined, { ref: false })
      .then(() => requireServiceRole(url, { allowDatabaseOwner }, warn, onRefused))
      .catch((later: unknown) => {
        onRefused(later instanceof Error ? later.message : String(later));
      });
  }
}
