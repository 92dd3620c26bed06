import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../postgres.js';

/** The user that a migration creates. */
const notifyUserId = '6af522d0-2915-4e52-83a3-3690455a5fe6';

/** Inserts an active, live service; `overrides` by column. Returns its id. */
export async function aServiceRow(
  database: TestDatabase,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const id = randomUUID();
  await insert(database, 'service', {
    id,
    name: `Service ${id}`,
    normalised_name: `service.${id}`,
    restricted: false,
    email_message_limit: 1_000,
    sms_message_limit: 1_000,
    letter_message_limit: 1_000,
    created_by_id: notifyUserId,
    ...overrides,
  });
  return id;
}

/** Inserts an active organisation with default settings. Returns its id. */
export async function anOrganisationRow(
  database: TestDatabase,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const id = randomUUID();
  await insert(database, 'organisation', { id, name: `Organisation ${id}`, ...overrides });
  return id;
}

/** Inserts a domain of an organisation. */
export async function aDomain(database: TestDatabase, organisationId: string, domain: string): Promise<void> {
  await insert(database, 'organisation_domain', { domain, organisation_id: organisationId, position: 1 });
}

/** Inserts an active user. Returns its id. */
export async function aUserRow(
  database: TestDatabase,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const id = randomUUID();
  await insert(database, 'user_account', {
    id,
    name: 'Jane Smith',
    email_address: `${id}@elsewhere.example`,
    auth_type: 'email_auth',
    state: 'active',
    ...overrides,
  });
  return id;
}

/** Returns a valid body of POST /service with a unique name and these overrides. */
export function aServiceBody(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: `Service ${randomUUID()}`,
    user_id: notifyUserId,
    created_by: notifyUserId,
    email_message_limit: 50,
    sms_message_limit: 40,
    letter_message_limit: 30,
    restricted: true,
    ...overrides,
  };
}

/** Inserts an e-mail and a letter branding. Returns their ids. */
export async function brandingRows(database: TestDatabase): Promise<{ email: string; letter: string }> {
  const [email, letter] = [randomUUID(), randomUUID()];
  await insert(database, 'email_branding', { id: email, name: `Branding ${email}`, text: 'A text' });
  await insert(database, 'letter_branding', { id: letter, name: `Branding ${letter}`, filename: letter });
  return { email, letter };
}

/** Inserts a free allowance. */
export async function anAllowance(
  database: TestDatabase,
  serviceId: string,
  { year, units, isCustom = false }: { year: number; units: number; isCustom?: boolean },
): Promise<void> {
  await insert(database, 'annual_billing', {
    service_id: serviceId,
    financial_year_start: year,
    free_sms_fragment_limit: units,
    has_custom_allowance: isCustom,
  });
}

/** Inserts a usage fact of a day; `overrides` by column. */
export async function aUsageFact(
  database: TestDatabase,
  serviceId: string,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await insert(database, 'usage_fact', {
    service_id: serviceId,
    bst_date: '2024-06-01',
    notification_type: 'sms',
    provider: 'mmg',
    rate: '0.0233',
    billable_units: 1,
    notifications_sent: 1,
    ...overrides,
  });
}

/** Returns a valid body of POST for a usage fact with these overrides. */
export function aUsageFactBody(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    bst_date: '2026-06-01',
    notification_type: 'sms',
    billable_units: 3,
    notifications_sent: 2,
    rate: 0.0233,
    provider: 'mmg',
    ...overrides,
  };
}

async function insert(
  database: TestDatabase,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  await database.query(
    `INSERT INTO notify.${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(row),
  );
}
