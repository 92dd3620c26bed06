import 'reflect-metadata';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { ApiSchema } from './api-schema.js';
import { migrationsOf, migrationsTable } from './migrations.js';

/** A migration that waits for a table in use makes every later reader of the table wait behind it. */
const migrationLockTimeoutMs = 5_000;

/**
 * Returns a TypeORM data source with the first `count` migrations.
 * @param entities only for a comparison with the schema
 */
export function createDataSource(
  url: string,
  schemas: readonly ApiSchema[],
  entities: EntityTarget<ObjectLiteral>[] = [],
  count?: number,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never[],
    migrations: migrationsOf(schemas).slice(0, count),
    migrationsTableName: migrationsTable,
    migrationsTransactionMode: 'each',
    synchronize: false,
    // Silent without DEBUG: the default prints a failed migration to standard output, beside the sentence of its error.
    logger: 'debug',
    logging: false,
    poolSize: 2,
    applicationName: 'organisations-directory migrate',
    extra: { lock_timeout: migrationLockTimeoutMs },
  });
}
