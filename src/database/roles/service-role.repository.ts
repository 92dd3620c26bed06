import { type ApiSchema, rightsOfUse } from '../api-schema.js';
import type { Queryable } from '../queryable.js';

/** The role that the service logs in as. It owns nothing, so it can't change the schema or rewrite the history. */
export const SERVICE_ROLE = 'directory_service';

/** The SQL for the service's role and its rights. */
export class ServiceRoleRepository {
  async exists(session: Queryable): Promise<boolean> {
    const rows = await session.query('SELECT FROM pg_roles WHERE rolname = $1', [SERVICE_ROLE]);
    return rows.length > 0;
  }

  /** True if the session's role may grant rights on the tables of all APIs. */
  async mayGrant(session: Queryable, schemas: readonly ApiSchema[]): Promise<boolean> {
    const [row] = await session.query<{ may: boolean | null }>(
      `SELECT bool_and(pg_has_role(c.relowner, 'USAGE')) AS may FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = ANY ($1)`,
      [schemas.map((schema) => schema.name)],
    );
    return row?.may === true;
  }

  /**
   * Returns what the session's role is beyond a role that only uses the tables. A member of a superuser counts as one, and
   * so does a member of the owner of the database, of a schema or of a table.
   */
  async excessOf(session: Queryable, schemas: readonly ApiSchema[]): Promise<'superuser' | 'owner' | null> {
    const [row] = await session.query<{ isSuperuser: boolean; isOwner: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolsuper AND pg_has_role(oid, 'MEMBER')) AS "isSuperuser",
         EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER'))
         OR EXISTS (SELECT FROM pg_namespace WHERE nspname = ANY ($1) AND pg_has_role(nspowner, 'MEMBER'))
         OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = ANY ($1) AND pg_has_role(c.relowner, 'MEMBER')) AS "isOwner"`,
      [schemas.map((schema) => schema.name)],
    );
    if (row?.isSuperuser !== false) return 'superuser';
    return row.isOwner ? 'owner' : null;
  }

  /** @param verifier result of `scramVerifier` */
  async create(session: Queryable, verifier: string): Promise<void> {
    await session.query(
      `CREATE ROLE ${SERVICE_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD '${verifier}'`,
    );
  }

  async setPassword(session: Queryable, verifier: string): Promise<void> {
    await session.query(`ALTER ROLE ${SERVICE_ROLE} PASSWORD '${verifier}'`);
  }

  /** Grants the rights of `tableUses` and revokes all others. */
  async grantRights(
    transaction: Queryable,
    migrationsTable: string,
    schemas: readonly ApiSchema[],
  ): Promise<void> {
    const names = schemas.map((schema) => schema.name).join(', ');
    await transaction.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${names} FROM ${SERVICE_ROLE}, PUBLIC`);
    await transaction.query(`REVOKE ALL ON SCHEMA ${names} FROM ${SERVICE_ROLE}, PUBLIC`);
    await transaction.query(`REVOKE ALL ON ${migrationsTable} FROM ${SERVICE_ROLE}`);
    await transaction.query(`GRANT USAGE ON SCHEMA ${names} TO ${SERVICE_ROLE}`);
    await transaction.query(`GRANT SELECT ON ${migrationsTable} TO ${SERVICE_ROLE}`);
    for (const [table, use] of schemas.flatMap((schema) => Object.entries(schema.tableUses))) {
      const rights = rightsOfUse[use];
      if (rights !== null) await transaction.query(`GRANT ${rights} ON ${table} TO ${SERVICE_ROLE}`);
    }
  }
}
