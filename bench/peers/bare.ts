/**
 * The reference for the service's reads: Fastify and `pg` alone. One prepared statement that joins the three tables and
 * reads the exact total from the count buckets, the same JSON, the same token check, and nothing else: no validation, no
 * log, no headers of the contract.
 */
import Fastify from 'fastify';
import pg from 'pg';
import { toEnvelope } from './envelope.js';
import { setting, TokenCheck } from './token-check.js';

/** More than 8 connections are slower. */
const poolSize = 8;

const pageStatement = {
  name: 'page',
  text: `
    SELECT o.*, f.flag_id, f.created_at, f.updated_at, f.name, f.description, f.type, f.value,
      f.status AS flag_status, f.access_level, (SELECT sum(total)::integer FROM directory.organisation_count_bucket) AS total_size
    FROM (
      SELECT organisation_id, status, organisation_name, created_on, legal_entity_name, country_of_registration,
        company_register, size, registration_number, registration_id, registered_name, address_line1, address_line2,
        city, postcode, country, parent_organisation_reference, requires_participant_terms_and_conditions_signing,
        logo_uri
      FROM directory.organisation ORDER BY created_on, organisation_id LIMIT $1 OFFSET $2
    ) o
    LEFT JOIN directory.organisation_flag c ON c.organisation_id = o.organisation_id
    LEFT JOIN directory.flag f ON f.flag_id = c.flag_id
    ORDER BY o.created_on, o.organisation_id, f.name COLLATE directory.text_order,
      f.value COLLATE directory.text_order, f.flag_id`,
};

interface Row {
  readonly organisation_id: string;
  readonly status: string;
  readonly organisation_name: string;
  readonly created_on: Date;
  readonly legal_entity_name: string;
  readonly country_of_registration: string;
  readonly company_register: string;
  readonly size: string | null;
  readonly registration_number: string;
  readonly registration_id: string | null;
  readonly registered_name: string | null;
  readonly address_line1: string;
  readonly address_line2: string | null;
  readonly city: string;
  readonly postcode: string;
  readonly country: string;
  readonly parent_organisation_reference: string | null;
  readonly requires_participant_terms_and_conditions_signing: boolean;
  readonly logo_uri: string | null;
  readonly flag_id: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
  readonly value: string;
  readonly flag_status: string;
  readonly access_level: number;
  readonly total_size: number;
}

function toOrganisation(row: Row) {
  return {
    OrganisationId: row.organisation_id,
    Status: row.status,
    OrganisationName: row.organisation_name,
    CreatedOn: row.created_on,
    LegalEntityName: row.legal_entity_name,
    CountryOfRegistration: row.country_of_registration,
    CompanyRegister: row.company_register,
    Size: row.size,
    RegistrationNumber: row.registration_number,
    RegistrationId: row.registration_id,
    RegisteredName: row.registered_name,
    AddressLine1: row.address_line1,
    AddressLine2: row.address_line2,
    City: row.city,
    Postcode: row.postcode,
    Country: row.country,
    ParentOrganisationReference: row.parent_organisation_reference,
    RequiresParticipantTermsAndConditionsSigning: row.requires_participant_terms_and_conditions_signing,
    LogoUri: row.logo_uri,
    Flags: [] as ReturnType<typeof toFlag>[],
  };
}

function toFlag(row: Row) {
  return {
    Id: row.flag_id,
    CreatedAt: row.created_at,
    UpdatedAt: row.updated_at,
    Name: row.name,
    Description: row.description,
    Type: row.type,
    Value: row.value,
    Status: row.flag_status,
    AccessLevel: row.access_level,
  };
}

/** Groups rows by organisation, each with the flags of its rows. */
function toOrganisations(rows: readonly Row[]) {
  const organisations: ReturnType<typeof toOrganisation>[] = [];
  let last: ReturnType<typeof toOrganisation> | undefined;
  for (const row of rows) {
    if (last?.OrganisationId !== row.organisation_id) {
      last = toOrganisation(row);
      organisations.push(last);
    }
    if (row.flag_id !== null) last.Flags.push(toFlag(row));
  }
  return organisations;
}

const pool = new pg.Pool({ connectionString: setting('DATABASE_URL'), max: poolSize });
const tokens = new TokenCheck();
const app = Fastify();

app.get<{ Querystring: { page?: string; size?: string } }>('/organisations', async (request, reply) => {
  if (!(await tokens.admits(request.headers.authorization))) {
    return reply.code(401).send({ errors: ['The access token is not valid here.'] });
  }
  const page = Number(request.query.page ?? 0);
  const size = Number(request.query.size ?? 100);
  const { rows } = await pool.query<Row>({ ...pageStatement, values: [size, page * size] });
  return toEnvelope(toOrganisations(rows), rows[0]?.total_size ?? 0, page, size);
});

await app.listen({ host: '127.0.0.1', port: Number(setting('PORT')) });
