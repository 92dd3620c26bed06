import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../postgres.js';

type Row = Readonly<Record<string, unknown>>;

/** Inserts an active user into the database. Returns its id. */
export function aUserRow(database: TestDatabase, overrides: Row = {}): Promise<string> {
  const id = randomUUID();
  return insert(database, 'user_account', {
    id,
    name: 'Test User',
    email_address: `user-${id}@example.gov.uk`,
    auth_type: 'email_auth',
    state: 'active',
    ...overrides,
  });
}

/** Inserts an organisation into the database. Returns its id. */
export function anOrganisationRow(database: TestDatabase, overrides: Row = {}): Promise<string> {
  const id = randomUUID();
  return insert(database, 'organisation', {
    id,
    name: `Organisation ${id}`,
    crown: true,
    organisation_type: 'central',
    ...overrides,
  });
}

/** Inserts a trial service with a creator of its own unless one is given. Returns its id. */
export async function aServiceRow(database: TestDatabase, overrides: Row = {}): Promise<string> {
  const id = randomUUID();
  return insert(database, 'service', {
    id,
    name: `Service ${id}`,
    normalised_name: `service.${id}`,
    restricted: true,
    email_message_limit: 50,
    sms_message_limit: 50,
    letter_message_limit: 50,
    created_by_id: overrides.created_by_id ?? (await aUserRow(database)),
    ...overrides,
  });
}

/** Adds a user to an organisation as a member with these permissions. */
export async function aMemberRow(
  database: TestDatabase,
  organisationId: string,
  userId: string,
  permissions: readonly string[] = [],
): Promise<void> {
  await database.query(`INSERT INTO notify.organisation_member (organisation_id, user_id) VALUES ($1, $2)`, [
    organisationId,
    userId,
  ]);
  await database.query(
    `INSERT INTO notify.organisation_permission (organisation_id, user_id, permission)
     SELECT $1, $2, unnest($3::text[])`,
    [organisationId, userId, permissions],
  );
}

async function insert(database: TestDatabase, table: string, row: Row): Promise<string> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  const [inserted] = await database.query<{ id: string }>(
    `INSERT INTO notify.${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING id`,
    Object.values(row),
  );
  if (inserted === undefined) throw new Error(`nothing was inserted into ${table}`);
  return inserted.id;
}
