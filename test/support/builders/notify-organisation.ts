import { randomUUID } from 'node:crypto';
import type { TestApp } from '../app.js';
import type { TestDatabase } from '../postgres.js';
import { aServiceRow } from './notify-rows.js';

type Row = Readonly<Record<string, unknown>>;

/** The user that a migration creates. */
const notifyUserId = '6af522d0-2915-4e52-83a3-3690455a5fe6';

/** An organisation in a response of the API. */
export interface OrganisationBody {
  readonly id: string;
  readonly name: string;
  readonly [key: string]: unknown;
}

/** Returns a body that creates an organisation with a unique name. */
export function anOrganisationBody(overrides: Row = {}): Record<string, unknown> {
  return { crown: false, name: `Organisation ${randomUUID()}`, organisation_type: 'local', ...overrides };
}

/** Creates an organisation through the API, then sets its domains, if any. */
export async function anOrganisation(
  service: TestApp,
  { domains, ...overrides }: Row = {},
): Promise<OrganisationBody> {
  const created = await service.notify.post('/organisation', anOrganisationBody(overrides));
  if (created.status !== 201) throw new Error(`the organisation was not created: ${created.text}`);
  const organisation = created.body as OrganisationBody;
  if (domains === undefined) return organisation;
  const updated = await service.notify.post(`/organisation/${organisation.id}`, { domains });
  if (updated.status !== 204) throw new Error(`the domains were not set: ${updated.text}`);
  return readOrganisation(service, organisation.id);
}

export async function readOrganisation(service: TestApp, id: string): Promise<OrganisationBody> {
  return (await service.notify.get(`/organisation/${id}`)).body as OrganisationBody;
}

/** Inserts an active, live service of an organisation, or of none; `overrides` by column. */
export function aLinkedService(
  database: TestDatabase,
  organisationId: string | null,
  overrides: Row = {},
): Promise<string> {
  return aServiceRow(database, {
    created_by_id: notifyUserId,
    organisation_id: organisationId,
    restricted: false,
    ...overrides,
  });
}

/** Inserts a branding into the database. */
export function aBranding(database: TestDatabase, channel: 'email' | 'letter'): Promise<string> {
  const name = `Branding ${randomUUID()}`;
  return insert(database, `${channel}_branding`, {
    name,
    ...(channel === 'email' ? { alt_text: name } : { filename: name }),
  });
}

/** Inserts a pending invite into the database. */
export function aPendingInvite(
  database: TestDatabase,
  organisationId: string,
  overrides: Row = {},
): Promise<string> {
  return insert(database, 'organisation_invite', {
    organisation_id: organisationId,
    email_address: 'invited@example.gov.uk',
    invited_by_id: notifyUserId,
    ...overrides,
  });
}

/** Returns the brandings in both pools of an organisation. */
export async function poolsOf(
  database: TestDatabase,
  organisationId: string,
): Promise<{ email: string[]; letter: string[] }> {
  const [pools] = await database.query<{ email: string[]; letter: string[] }>(
    `SELECT ARRAY(SELECT email_branding_id::text FROM notify.organisation_email_branding
         WHERE organisation_id = $1 ORDER BY 1) AS email,
       ARRAY(SELECT letter_branding_id::text FROM notify.organisation_letter_branding
         WHERE organisation_id = $1 ORDER BY 1) AS letter`,
    [organisationId],
  );
  return pools ?? { email: [], letter: [] };
}

async function insert(database: TestDatabase, table: string, row: Row): Promise<string> {
  const columns = { id: randomUUID(), ...row };
  const places = Object.keys(columns).map((_, index) => `$${index + 1}`);
  await database.query(
    `INSERT INTO notify.${table} (${Object.keys(columns).join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(columns),
  );
  return columns.id;
}
