/** The lower bound of amendments: the same change as one statement, in a loop over `pg` without anything else. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Amendment, runAmendments } from './amendment-loop.js';
import { setting } from './token-check.js';

/** Wire names in the order of the statement's parameters, and their columns. */
const fields = {
  Status: 'status',
  OrganisationName: 'organisation_name',
  LegalEntityName: 'legal_entity_name',
  CountryOfRegistration: 'country_of_registration',
  CompanyRegister: 'company_register',
  Size: 'size',
  RegistrationNumber: 'registration_number',
  RegistrationId: 'registration_id',
  RegisteredName: 'registered_name',
  AddressLine1: 'address_line1',
  AddressLine2: 'address_line2',
  City: 'city',
  Postcode: 'postcode',
  Country: 'country',
  ParentOrganisationReference: 'parent_organisation_reference',
  RequiresParticipantTermsAndConditionsSigning: 'requires_participant_terms_and_conditions_signing',
  LogoUri: 'logo_uri',
};

const assignments = Object.values(fields).map((column, index) => `${column} = $${index + 5}`);

const statement = {
  name: 'amend',
  text: `
    WITH amended AS (
      UPDATE directory.organisation SET revision = revision + 1, ${assignments.join(', ')}
      WHERE organisation_id = $1 RETURNING organisation_id, revision
    ), removed AS (
      DELETE FROM directory.organisation_flag WHERE organisation_id = $1 AND NOT flag_id = ANY ($2::text[])
    ), added AS (
      INSERT INTO directory.organisation_flag (organisation_id, flag_id)
      SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING
    )
    INSERT INTO directory.organisation_history
      (organisation_id, revision, client_id, interaction_id, operation, changes)
    SELECT organisation_id, revision, 'bench', $3, 'Update', $4::jsonb FROM amended`,
};

const pool = new pg.Pool({ connectionString: setting('DATABASE_URL'), max: Number(setting('CLIENTS')) });

async function amend({ id, body, changes }: Amendment): Promise<void> {
  const values = Object.keys(fields).map((name) => body[name]);
  await pool.query({
    ...statement,
    values: [id, body.Flags, randomUUID(), JSON.stringify(changes), ...values],
  });
}

await runAmendments(amend);
await pool.end();
