import type { DataSource, EntityTarget, ObjectLiteral, QueryRunner } from 'typeorm';
import { createDataSource } from '../../src/database/data-source.js';
import { AdminUser } from '../../src/modules/directory/admin-users/admin-user.entity.js';
import { Flag } from '../../src/modules/directory/flags/flag.entity.js';
import { OrganisationHistory } from '../../src/modules/directory/history/organisation-history.entity.js';
import { OrganisationFlag } from '../../src/modules/directory/organisations/organisation-flag.entity.js';
import { Organisation } from '../../src/modules/directory/organisations/organisation.entity.js';
import { AuditEntryRow } from '../../src/modules/notify/audit/audit-entry.entity.js';
import { AnnualBilling } from '../../src/modules/notify/allowances/annual-billing.entity.js';
import { EmailBranding } from '../../src/modules/notify/branding/email-branding.entity.js';
import { LetterBranding } from '../../src/modules/notify/branding/letter-branding.entity.js';
import { OrganisationInvite } from '../../src/modules/notify/invites/organisation-invite.entity.js';
import { Email } from '../../src/modules/notify/mail/email.entity.js';
import { OrganisationMember } from '../../src/modules/notify/members/organisation-member.entity.js';
import { OrganisationPermission } from '../../src/modules/notify/members/organisation-permission.entity.js';
import { OrganisationDomain } from '../../src/modules/notify/organisations/organisation-domain.entity.js';
import { Organisation as NotifyOrganisation } from '../../src/modules/notify/organisations/organisation.entity.js';
import { OrganisationEmailBranding } from '../../src/modules/notify/pools/organisation-email-branding.entity.js';
import { OrganisationLetterBranding } from '../../src/modules/notify/pools/organisation-letter-branding.entity.js';
import { ServiceHistory } from '../../src/modules/notify/services/service-history.entity.js';
import { ServiceMember } from '../../src/modules/notify/services/service-member.entity.js';
import { Service } from '../../src/modules/notify/services/service.entity.js';
import { UsageFact } from '../../src/modules/notify/usage/usage-fact.entity.js';
import { UserAccount } from '../../src/modules/notify/users/user-account.entity.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

interface SchemaCase {
  readonly schema: string;
  readonly entities: EntityTarget<ObjectLiteral>[];
  /** Tables that nothing but SQL knows. */
  readonly without: readonly string[];
}

const cases: readonly SchemaCase[] = [
  {
    schema: 'directory',
    entities: [Organisation, Flag, OrganisationFlag, AdminUser, OrganisationHistory],
    without: ['import_position', 'change_counter', 'organisation_count_bucket', 'set_aside'],
  },
  {
    schema: 'notify',
    entities: [
      UserAccount,
      EmailBranding,
      LetterBranding,
      NotifyOrganisation,
      OrganisationDomain,
      OrganisationEmailBranding,
      OrganisationLetterBranding,
      OrganisationMember,
      OrganisationPermission,
      OrganisationInvite,
      Email,
      AuditEntryRow,
      Service,
      ServiceHistory,
      ServiceMember,
      AnnualBilling,
      UsageFact,
    ],
    without: [],
  },
];

describe.each(cases)('the entities of $schema', ({ schema, entities, without }) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await createDataSource(database.url, entities).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('are all of the tables but those that nothing but SQL knows', async () => {
    const found = await database.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1`,
      [schema],
    );
    const known = dataSource.entityMetadatas.map((entity) => entity.tableName);
    expect(found.map(({ name }) => name).sort()).toEqual([...known, ...without].sort());
  });

  it('differ in nothing from what the migrations made', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('have the same collation on every column as the migrations', async () => {
    const declared = dataSource.entityMetadatas.flatMap((entity) =>
      entity.columns.map(
        (column) => `${entity.tableName}.${column.databaseName} ${column.collation ?? 'default'}`,
      ),
    );
    const found = await database.query<{ line: string }>(
      `SELECT format('%s.%s %s', table_name, column_name, coalesce(collation_name, 'default')) AS line
       FROM information_schema.columns WHERE table_schema = $1 AND table_name <> ALL($2)`,
      [schema, without],
    );
    expect(declared.sort()).toEqual(found.map(({ line }) => line).sort());
  });

  // TypeORM holds checks against each other by name only.
  it('have the same checks, word by word, as the migrations', async () => {
    const runner = dataSource.createQueryRunner();
    try {
      for (const { tableName, checks } of dataSource.entityMetadatas) {
        const declared = await asPostgresWordsThem(runner, schema, tableName, checks);
        expect(declared).toEqual(await checksOf(runner, `${schema}.${tableName}`));
      }
    } finally {
      await runner.release();
    }
  });
});

interface NamedCheck {
  readonly name: string;
  readonly expression: string;
}

/** PostgreSQL normalises an expression when it stores it, so the declared ones are stored too, on a copy. */
async function asPostgresWordsThem(
  runner: QueryRunner,
  schema: string,
  table: string,
  checks: readonly NamedCheck[],
): Promise<unknown> {
  await runner.query(`CREATE TEMPORARY TABLE copy_of_${table} (LIKE ${schema}.${table})`);
  for (const { name, expression } of checks) {
    await runner.query(`ALTER TABLE copy_of_${table} ADD CONSTRAINT ${name} CHECK (${expression})`);
  }
  return checksOf(runner, `copy_of_${table}`);
}

function checksOf(runner: QueryRunner, table: string): Promise<unknown> {
  return runner.query(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = $1::regclass AND contype = 'c' ORDER BY conname`,
    [table],
  );
}
