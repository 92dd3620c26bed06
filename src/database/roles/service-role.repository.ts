import type { Queryable } from '../queryable.js';

/** Whom the service logs in as: not the owner, so that it can neither change the schema nor rewrite the history. */
export const SERVICE_ROLE = 'directory_service';

/** `kept` rows can be changed and never deleted, `linked` ones come and go, `added` ones stay as they are. */
const rightsOf = {
  kept: 'SELECT, INSERT, UPDATE',
  linked: 'SELECT, INSERT, UPDATE, DELETE',
  added: 'SELECT, INSERT',
  counted: 'SELECT, UPDATE',
  hidden: null,
} as const;

/** What the service does with each table, and so all that its role may do. */
export const tableUses: Readonly<Record<string, keyof typeof rightsOf>> = {
  'directory.admin_user': 'kept',
  'directory.change_counter': 'counted',
  'directory.flag': 'kept',
  'directory.import_position': 'hidden',
  'directory.organisation': 'kept',
  'directory.organisation_count_bucket': 'kept',
  'directory.organisation_flag': 'linked',
  'directory.organisation_history': 'added',
  'directory.set_aside': 'hidden',
  'notify.annual_billing': 'kept',
  'notify.audit': 'added',
  'notify.email': 'kept',
  'notify.email_branding': 'kept',
  'notify.letter_branding': 'kept',
  'notify.organisation': 'kept',
  'notify.organisation_domain': 'linked',
  'notify.organisation_email_branding': 'linked',
  'notify.organisation_invite': 'kept',
  'notify.organisation_letter_branding': 'linked',
  'notify.organisation_member': 'linked',
  'notify.organisation_permission': 'linked',
  'notify.service': 'kept',
  'notify.service_history': 'added',
  'notify.service_member': 'linked',
  'notify.usage_fact': 'kept',
  'notify.user_account': 'kept',
};

/** The only SQL about the role that the service runs as. */
export class ServiceRoleRepository {
  async exists(session: Queryable): Promise<boolean> {
    const rows = await session.query('SELECT FROM pg_roles WHERE rolname = $1', [SERVICE_ROLE]);
    return rows.length > 0;
  }

  /** True where the session's role may grant rights on the tables of both APIs. */
  async mayGrant(session: Queryable): Promise<boolean> {
    const [row] = await session.query<{ may: boolean | null }>(
      `SELECT bool_and(pg_has_role(c.relowner, 'USAGE')) AS may FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname IN ('directory', 'notify')`,
    );
    return row?.may === true;
  }

  /** @param verifier of its password, as `scramVerifier` makes it */
  async create(session: Queryable, verifier: string): Promise<void> {
    await session.query(
      `CREATE ROLE ${SERVICE_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD '${verifier}'`,
    );
  }

  async setPassword(session: Queryable, verifier: string): Promise<void> {
    await session.query(`ALTER ROLE ${SERVICE_ROLE} PASSWORD '${verifier}'`);
  }

  /** Grants what the service needs and takes back everything else that was ever granted here. */
  async grantRights(transaction: Queryable, migrationsTable: string): Promise<void> {
    await transaction.query(
      `REVOKE ALL ON ALL TABLES IN SCHEMA directory, notify FROM ${SERVICE_ROLE}, PUBLIC`,
    );
    await transaction.query(`REVOKE ALL ON SCHEMA directory, notify FROM ${SERVICE_ROLE}, PUBLIC`);
    await transaction.query(`REVOKE ALL ON ${migrationsTable} FROM ${SERVICE_ROLE}`);
    await transaction.query(`GRANT USAGE ON SCHEMA directory, notify TO ${SERVICE_ROLE}`);
    await transaction.query(`GRANT SELECT ON ${migrationsTable} TO ${SERVICE_ROLE}`);
    for (const [table, use] of Object.entries(tableUses)) {
      const rights = rightsOf[use];
      if (rights !== null) await transaction.query(`GRANT ${rights} ON ${table} TO ${SERVICE_ROLE}`);
    }
  }
}
