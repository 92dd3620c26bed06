import { randomUUID } from 'node:crypto';
import type { NotifyClient } from '../notify-client.js';
import type { TestDatabase } from '../postgres.js';

type Fields = Readonly<Record<string, unknown>>;

/** Returns a body of POST /user with a unique address. */
export function aUserBody(overrides: Fields = {}): Record<string, unknown> {
  return {
    name: 'Jane Smith',
    email_address: `${randomUUID()}@example.gov.uk`,
    password: 'correct horse',
    mobile_number: '+447700900000',
    ...overrides,
  };
}

/** Creates a user, active unless overridden; returns the object of the API. */
export async function aUser(
  notify: NotifyClient,
  overrides: Fields = {},
): Promise<Record<string, unknown> & { id: string; email_address: string }> {
  const { status, body, text } = await notify.post('/user', aUserBody({ state: 'active', ...overrides }));
  if (status !== 201) throw new Error(`no user was made: ${text}`);
  return (body as { data: Record<string, unknown> & { id: string; email_address: string } }).data;
}

/** Inserts an organisation with a unique name; returns its id. */
export async function anOrganisationRow(database: TestDatabase, fields: Fields = {}): Promise<string> {
  return insert(database, 'organisation', { name: `Organisation ${randomUUID()}`, ...fields });
}

/** Inserts a service with a creator, live unless overridden; returns its id. */
export async function aServiceRow(
  database: TestDatabase,
  createdById: string,
  fields: Fields = {},
): Promise<string> {
  const name = `Service ${randomUUID()}`;
  return insert(database, 'service', {
    name,
    normalised_name: name.toLowerCase().replaceAll(' ', '.'),
    restricted: false,
    email_message_limit: 50,
    sms_message_limit: 50,
    letter_message_limit: 50,
    created_by_id: createdById,
    ...fields,
  });
}

/** Adds a user to a service as a member with these permissions. */
export async function aServiceMember(
  database: TestDatabase,
  serviceId: string,
  userId: string,
  permissions: readonly string[] = [],
): Promise<void> {
  await database.query(
    'INSERT INTO notify.service_member (service_id, user_id, permissions) VALUES ($1, $2, $3)',
    [serviceId, userId, permissions],
  );
}

async function insert(database: TestDatabase, table: string, fields: Fields): Promise<string> {
  const row: Fields = { id: randomUUID(), ...fields };
  const columns = Object.keys(row);
  const [made] = await database.query<{ id: string }>(
    `INSERT INTO notify.${table} (${columns.join(', ')})
     VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING id`,
    Object.values(row),
  );
  if (made === undefined) throw new Error(`no row was made in ${table}`);
  return made.id;
}
