import pg from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { DatabaseSession } from '../../src/database/database-session.js';
import { scramVerifier } from '../../src/database/roles/scram-verifier.js';
import { excessRightsOf } from '../../src/database/roles/check-service-role.js';
import { ServiceRoleRepository } from '../../src/database/roles/service-role.repository.js';
import { schemas } from '../../src/modules/apis.js';
import { anOrganisation } from '../support/builders/organisation.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const histories = [
  'directory.change_log',
  'directory.flag_history',
  'directory.organisation_history',
  'notify.audit',
  'notify.service_history',
];
const denied = /permission denied|must be owner|must be able to|Only roles|cannot/i;

let database: TestDatabase;
let service: pg.Client;

/** Runs a statement as the service role, rolls back, and returns the outcome. */
async function attempt(sql: string): Promise<string> {
  await service.query('BEGIN');
  try {
    await service.query(sql);
    return 'done';
  } catch (error) {
    return error instanceof pg.DatabaseError ? `${error.code ?? ''} ${error.message}` : String(error);
  } finally {
    await service.query('ROLLBACK');
  }
}

async function rightsOnHistories(): Promise<string[]> {
  const rows = await database.query<{ right: string }>(
    `SELECT t || ' ' || r AS right FROM unnest($1::text[]) AS t,
       unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS r
     WHERE has_table_privilege('directory_service', t, r) ORDER BY 1`,
    [histories],
  );
  return rows.map(({ right }) => right);
}

beforeAll(async () => {
  database = await createTestDatabase();
  await anOrganisation(database, { organisation_id: 'held' });
  await database.query(
    `INSERT INTO directory.organisation_history (organisation_id, revision, client_id, interaction_id, operation, changes)
     VALUES ('held', 1, 'c', 'i', 'Create', '[]')`,
  );
  service = new pg.Client({ connectionString: database.serviceUrl });
  await service.connect();
});
afterAll(async () => {
  await service.end();
  await database.drop();
});

it('has declared rights for every table', async () => {
  const tables = await database.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('directory', 'notify') ORDER BY 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual(
    schemas.flatMap((schema) => Object.keys(schema.tableUses)).sort(),
  );
});

it('owns nothing, has no memberships and no attribute except LOGIN', async () => {
  const [role] = await database.query(
    `SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin,
       (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid)::integer AS memberships,
       (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid)::integer AS owned
     FROM pg_roles r WHERE rolname = 'directory_service'`,
  );
  expect(role).toEqual({
    rolsuper: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    rolbypassrls: false,
    rolcanlogin: true,
    memberships: 0,
    owned: 0,
  });
});

it('can only read each history and add to it', async () => {
  expect(await rightsOnHistories()).toEqual(
    histories.flatMap((table) => [`${table} INSERT`, `${table} SELECT`]).sort(),
  );
});

it.each(
  histories.flatMap((table) => [
    `UPDATE ${table} SET ${table === 'directory.change_log' ? 'position = 1' : 'at = now()'}`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    `ALTER TABLE ${table} ADD COLUMN planted text`,
    `DROP TABLE ${table} CASCADE`,
    `CREATE RULE forget AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
  ]),
)('can not %s', async (sql) => {
  expect(await attempt(sql)).toMatch(denied);
});

it.each([
  'ALTER TABLE directory.organisation ADD COLUMN planted text',
  'ALTER TABLE directory.organisation DROP CONSTRAINT organisation_status_check',
  'ALTER TABLE directory.organisation DISABLE TRIGGER USER',
  'ALTER TABLE directory.organisation OWNER TO directory_service',
  'TRUNCATE directory.organisation CASCADE',
  'DELETE FROM directory.organisation',
  'DELETE FROM directory.admin_user',
  'DELETE FROM directory.flag',
  'DELETE FROM directory.change_counter',
  'DELETE FROM directory.change_log_head',
  'INSERT INTO directory.change_log_head DEFAULT VALUES',
  'SELECT directory.begin_change_log()',
  'DELETE FROM notify.email',
  'DELETE FROM notify.organisation',
  `INSERT INTO notify.api_key (id, name, sha256, scopes, created_at)
   VALUES (gen_random_uuid(), 'planted', sha256('x'), '{read}', now())`,
  'UPDATE notify.api_key SET revoked_at = NULL',
  'UPDATE notify.api_key SET expires_at = NULL',
  `UPDATE notify.api_key SET scopes = '{mail}'`,
  `UPDATE notify.api_key SET sha256 = sha256('x')`,
  'DELETE FROM notify.api_key',
  'DROP TABLE directory.admin_user',
  'DROP SCHEMA notify CASCADE',
  'CREATE TABLE directory.planted (x text)',
  'CREATE TABLE notify.planted (x text)',
  'CREATE TABLE public.planted (x text)',
  'CREATE SCHEMA planted',
  'CREATE INDEX ON directory.organisation (city)',
  `CREATE OR REPLACE FUNCTION directory.refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
  'DROP FUNCTION directory.refuse_history_change() CASCADE',
  'INSERT INTO schema_migration (timestamp, name) VALUES (1, $$x$$)',
  'SELECT * FROM directory.import_position',
  'ALTER ROLE directory_service SUPERUSER',
  'ALTER ROLE directory_service CREATEROLE',
  'CREATE ROLE planted',
  'GRANT postgres TO directory_service',
  'SET ROLE postgres',
  'SET SESSION AUTHORIZATION postgres',
  'SET session_replication_role = replica',
  `COPY directory.flag TO PROGRAM 'cat'`,
  `COPY directory.flag TO '/tmp/planted'`,
  `SELECT pg_read_file('postgresql.conf')`,
  'SELECT rolpassword FROM pg_authid',
  'ALTER SYSTEM SET fsync = off',
])('can not %s', async (sql) => {
  expect(await attempt(sql)).toMatch(denied);
});

it('can note the last use of an API key', async () => {
  expect(await attempt('UPDATE notify.api_key SET last_used_at = now()')).toBe('done');
});

it.each(['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'ALL'])(
  'gains nothing by granting itself %s on the histories',
  async (right) => {
    for (const table of histories) {
      // PostgreSQL rejects the statement or warns that nothing was granted.
      await service.query(`GRANT ${right} ON ${table} TO directory_service`).catch(() => undefined);
    }
    expect(await rightsOnHistories()).toHaveLength(histories.length * 2);
  },
);

it('is rejected by the trigger when changing a history as the owner', async () => {
  for (const sql of [
    'DELETE FROM directory.organisation_history',
    'UPDATE directory.flag_history SET client_id = $$x$$',
    'UPDATE notify.audit SET client_id = $$x$$',
    'TRUNCATE directory.organisation_history CASCADE',
    'DELETE FROM directory.change_log',
  ]) {
    await expect(database.query(sql)).rejects.toThrow('append-only');
  }
});

it('loses manual grants, including grants to PUBLIC, at the next migration', async () => {
  await database.query('GRANT ALL ON ALL TABLES IN SCHEMA directory, notify TO directory_service');
  await database.query('GRANT UPDATE, DELETE ON directory.organisation_history TO PUBLIC');
  await database.query('GRANT CREATE ON SCHEMA directory TO directory_service');
  await migrate(database.url, schemas);
  expect(await rightsOnHistories()).toHaveLength(histories.length * 2);
  expect(await attempt('CREATE TABLE directory.planted (x text)')).toMatch(denied);
});

it('keeps its rights when it runs migrations itself, with no pending migrations and no grant option', async () => {
  expect(await migrate(database.serviceUrl, schemas)).toEqual([]);
  expect(await rightsOnHistories()).toHaveLength(histories.length * 2);
});

it('can not log in as the owner with its own password', async () => {
  const url = new URL(database.url);
  url.password = new URL(database.serviceUrl).password;
  const client = new pg.Client({ connectionString: url.href });
  await expect(client.connect()).rejects.toThrow('password authentication failed');
});

it('gets a password that the statement does not contain', () => {
  const verifier = scramVerifier('correct horse', Buffer.alloc(16));
  expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:A{22}==\$[\w+/]{43}=:[\w+/]{43}=$/);
  expect(scramVerifier('correct horse')).not.toBe(scramVerifier('correct horse'));
});

it('is found by the repository with the rights of the session', async () => {
  const roles = new ServiceRoleRepository();
  const [asOwner, asService] = [
    await DatabaseSession.open(database.url),
    await DatabaseSession.open(database.serviceUrl),
  ];
  try {
    expect([await roles.exists(asOwner), await roles.mayGrant(asOwner, schemas)]).toEqual([true, true]);
    expect(await roles.mayGrant(asService, schemas)).toBe(false);
  } finally {
    await asOwner.close();
    await asService.close();
  }
});

describe('a role that the service must not have in production', () => {
  const role = 'excess_of_the_test';
  const excess = async (statements: string, url: URL = roleUrl()): Promise<string | null> => {
    await database.query(statements);
    return excessRightsOf(url.href, schemas);
  };
  const roleUrl = (): URL => {
    const url = new URL(database.url);
    url.username = role;
    url.password = 'of-the-test-only';
    return url;
  };
  const owner =
    'The role of DATABASE_URL is an owner of the database or its tables, so a fault in the service could rewrite the history';
  beforeEach(async () => {
    await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'of-the-test-only'`);
    await database.query(`CREATE ROLE ${role}_group`);
  });
  afterEach(async () => {
    await database.query(`REASSIGN OWNED BY ${role}, ${role}_group TO CURRENT_USER`);
    await database.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} OWNER TO CURRENT_USER`);
    await database.query(`DROP ROLE ${role}`);
    await database.query(`DROP ROLE ${role}_group`);
  });

  it("is neither the service's role nor one without rights", async () => {
    expect(await excessRightsOf(database.serviceUrl, schemas)).toBeNull();
    expect(await excess('SELECT')).toBeNull();
  });

  it('is a superuser or a member of one', async () => {
    const superuser = /^The role of DATABASE_URL is a superuser, /;
    expect(await excessRightsOf(database.url, schemas)).toMatch(superuser);
    expect(await excess(`GRANT ${new URL(database.url).username} TO ${role}`)).toMatch(superuser);
  });

  it.each([
    ['one table', 'ALTER TABLE directory.flag OWNER TO', role],
    ['one table of the other API', 'ALTER TABLE notify.email OWNER TO', role],
    ['a schema', 'ALTER SCHEMA notify OWNER TO', role],
    ['one table, through a group', 'ALTER TABLE directory.flag OWNER TO', `${role}_group`],
  ])('is the owner of %s', async (_, statement, name) => {
    await database.query(`GRANT ${role}_group TO ${role}`);
    expect(await excess(`${statement} ${name}`)).toBe(owner);
  });

  it('is the owner of the database', async () => {
    const name = new URL(database.url).pathname.slice(1);
    expect(await excess(`ALTER DATABASE ${name} OWNER TO ${role}`)).toBe(owner);
  });
});
