import type { TestDatabase } from '../postgres.js';

/** Returns a valid body of PUT with these overrides. */
export function anOrganisationBody(
  overrides: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    AddressLine1: '1 Example Street',
    City: 'London',
    CompanyRegister: 'Companies House',
    Country: 'GB',
    CountryOfRegistration: 'GB',
    LegalEntityName: 'Sample Bank plc',
    OrganisationName: 'Sample Bank',
    Postcode: 'EC1A 1AA',
    RegistrationNumber: '01234567',
    Status: 'Active',
    ...overrides,
  };
}

/** A row of directory.organisation, by column. */
export interface OrganisationRow {
  readonly organisation_id: string;
  readonly [column: string]: unknown;
}

/** Returns a valid body of POST for a flag, or of PUT with Cascade. */
export function aFlagBody(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    Name: 'Company kind',
    Type: 'Organisation',
    Value: 'Bank',
    Status: 'Active',
    AccessLevel: 0,
    ...overrides,
  };
}

/** Inserts an organisation into the database. */
export async function anOrganisation(
  database: TestDatabase,
  overrides: Partial<OrganisationRow> = {},
): Promise<string> {
  const row: OrganisationRow = {
    organisation_id: 'org-1',
    status: 'Active',
    organisation_name: 'Sample Bank',
    created_on: '2024-01-02T03:04:05.678Z',
    legal_entity_name: 'Sample Bank plc',
    country_of_registration: 'GB',
    company_register: 'Companies House',
    registration_number: '01234567',
    address_line1: '1 Example Street',
    city: 'London',
    postcode: 'EC1A 1AA',
    country: 'GB',
    ...overrides,
  };
  await insert(database, 'organisation', row);
  return row.organisation_id;
}

/** Returns the organisation of `anOrganisation` without its flags, as the API publishes it: in this order of its fields. */
export function aPublishedOrganisation(
  overrides: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    OrganisationId: 'org-1',
    Status: 'Active',
    OrganisationName: 'Sample Bank',
    CreatedOn: '2024-01-02T03:04:05.678Z',
    LegalEntityName: 'Sample Bank plc',
    CountryOfRegistration: 'GB',
    CompanyRegister: 'Companies House',
    Size: null,
    RegistrationNumber: '01234567',
    RegistrationId: null,
    RegisteredName: null,
    AddressLine1: '1 Example Street',
    AddressLine2: null,
    City: 'London',
    Postcode: 'EC1A 1AA',
    Country: 'GB',
    ParentOrganisationReference: null,
    RequiresParticipantTermsAndConditionsSigning: true,
    LogoUri: null,
    ...overrides,
  };
}

/** Inserts an administrator into the database. */
export async function anAdminUser(
  database: TestDatabase,
  organisationId: string,
  userEmail: string,
  status = 'Active',
): Promise<void> {
  await insert(database, 'admin_user', { organisation_id: organisationId, user_email: userEmail, status });
}

/** Inserts a flag and assigns it to the named organisations. */
export async function aFlag(
  database: TestDatabase,
  overrides: Readonly<Record<string, unknown>> = {},
  organisationIds: readonly string[] = [],
): Promise<string> {
  const row = { flag_id: 'flag-1', name: 'Company kind', type: 'Organisation', value: 'Bank', ...overrides };
  await insert(database, 'flag', row);
  for (const organisationId of organisationIds) {
    await insert(database, 'organisation_flag', { organisation_id: organisationId, flag_id: row.flag_id });
  }
  return row.flag_id;
}

async function insert(
  database: TestDatabase,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(row);
  await database.query(
    `INSERT INTO directory.${table} (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
}
