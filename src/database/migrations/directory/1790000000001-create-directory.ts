import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The characters that JavaScript's `\s` matches and `trim` removes. PostgreSQL's own `\s` depends on the locale: in C it is
 * ASCII only.
 */
const blank = '\\u0009-\\u000D\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';
/** Text without angle brackets, with no white space at either end. */
const trimmed = `'^[^<>${blank}]([^<>]*[^<>${blank}])?$'`;

/**
 * Each index serves both directions of an order, and ends with OrganisationId by bytes. Text follows `text_order`. Status
 * is included so that lists of Active organisations read the index only.
 */
const sortIndexes = `
  CREATE INDEX organisation_created_on_idx ON directory.organisation (created_on, organisation_id);
  CREATE INDEX organisation_active_created_on_idx ON directory.organisation (created_on, organisation_id)
    WHERE status = 'Active';
  CREATE INDEX organisation_status_idx ON directory.organisation (status, organisation_id);
  CREATE INDEX organisation_organisation_name_idx ON directory.organisation
    (organisation_name COLLATE directory.text_order, organisation_id) INCLUDE (status);
  CREATE INDEX organisation_legal_entity_name_idx ON directory.organisation
    (legal_entity_name COLLATE directory.text_order, organisation_id) INCLUDE (status);
  CREATE INDEX organisation_registration_number_idx ON directory.organisation
    (registration_number COLLATE directory.text_order, organisation_id) INCLUDE (status);
  CREATE INDEX organisation_country_idx ON directory.organisation
    (country COLLATE directory.text_order, organisation_id) INCLUDE (status);
  -- Finds the children of an organisation. A reference can be longer than an entry of a B-tree.
  CREATE INDEX organisation_parent_idx ON directory.organisation USING hash (parent_organisation_reference)
    WHERE parent_organisation_reference IS NOT NULL`;

/** Organisations, flags, which organisation carries which flag, and administrators. */
export class CreateDirectory1790000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createOrganisations(queryRunner);
    await createFlags(queryRunner);
    await createAdminUsers(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE directory.admin_user, directory.organisation_flag, directory.flag, directory.organisation;
      DROP COLLATION directory.text_order`);
    // Keep the schema: it may hold objects of an operator.
  }
}

async function createOrganisations(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE SCHEMA IF NOT EXISTS directory;

    -- ICU root order at strength 2: letters, then accents, without regard to case. É is sorted beside E, not after Z.
    CREATE COLLATION directory.text_order (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

    CREATE TABLE directory.organisation (
      organisation_id text COLLATE "C" NOT NULL,
      status text NOT NULL,
      organisation_name text NOT NULL,
      created_on timestamptz(3) NOT NULL DEFAULT now(),
      legal_entity_name text NOT NULL,
      country_of_registration text NOT NULL,
      company_register text NOT NULL,
      size text,
      registration_number text NOT NULL,
      registration_id text,
      registered_name text,
      address_line1 text NOT NULL,
      address_line2 text,
      city text NOT NULL,
      postcode text NOT NULL,
      country text NOT NULL,
      parent_organisation_reference text,
      requires_participant_terms_and_conditions_signing boolean NOT NULL DEFAULT true,
      logo_uri text,
      revision integer NOT NULL DEFAULT 1,
      CONSTRAINT organisation_pkey PRIMARY KEY (organisation_id),
      CONSTRAINT organisation_organisation_id_check CHECK (
        organisation_id ~ '^[^<>]*$' AND char_length(organisation_id) BETWEEN 1 AND 40
        AND organisation_id NOT IN ('.', '..') AND organisation_id !~ '^[${blank}]|[${blank}]$'),
      CONSTRAINT organisation_status_check CHECK (status IN ('Active', 'Pending', 'Withdrawn')),
      CONSTRAINT organisation_organisation_name_check CHECK (organisation_name ~ ${trimmed} AND char_length(organisation_name) BETWEEN 1 AND 255),
      CONSTRAINT organisation_legal_entity_name_check CHECK (legal_entity_name ~ ${trimmed} AND char_length(legal_entity_name) BETWEEN 1 AND 255),
      CONSTRAINT organisation_country_of_registration_check CHECK (country_of_registration ~ ${trimmed} AND char_length(country_of_registration) BETWEEN 2 AND 255),
      CONSTRAINT organisation_company_register_check CHECK (company_register ~ ${trimmed} AND char_length(company_register) BETWEEN 1 AND 255),
      CONSTRAINT organisation_size_check CHECK (size ~ ${trimmed} AND char_length(size) BETWEEN 1 AND 255),
      CONSTRAINT organisation_registration_number_check CHECK (registration_number ~ ${trimmed} AND char_length(registration_number) BETWEEN 1 AND 255),
      CONSTRAINT organisation_registration_id_check CHECK (registration_id ~ ${trimmed} AND char_length(registration_id) BETWEEN 1 AND 40),
      CONSTRAINT organisation_registered_name_check CHECK (registered_name ~ ${trimmed} AND char_length(registered_name) BETWEEN 1 AND 255),
      CONSTRAINT organisation_address_line1_check CHECK (address_line1 ~ ${trimmed} AND char_length(address_line1) BETWEEN 5 AND 255),
      CONSTRAINT organisation_address_line2_check CHECK (address_line2 ~ ${trimmed} AND char_length(address_line2) BETWEEN 1 AND 255),
      CONSTRAINT organisation_city_check CHECK (city ~ ${trimmed} AND char_length(city) BETWEEN 2 AND 255),
      CONSTRAINT organisation_postcode_check CHECK (postcode ~ ${trimmed} AND char_length(postcode) BETWEEN 3 AND 40),
      CONSTRAINT organisation_country_check CHECK (country ~ ${trimmed} AND char_length(country) BETWEEN 2 AND 255),
      CONSTRAINT organisation_parent_organisation_reference_check CHECK (parent_organisation_reference ~ ${trimmed} AND char_length(parent_organisation_reference) BETWEEN 1 AND 65535),
      CONSTRAINT organisation_logo_uri_check CHECK (
        char_length(logo_uri) BETWEEN 1 AND 65535
        AND logo_uri ~ '^(http://|https://).*.(svg|png|jpg|jpeg)$|^(data:image/[a-zA-Z0-9;+=-]+,[A-Za-z0-9+/]*={0,2})$'
        AND logo_uri !~ '[<>\\u0001-\\u0020\\u007F-\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]'),
      CONSTRAINT organisation_created_on_check CHECK (
        created_on >= '0001-01-01T00:00:00Z' AND created_on < '10000-01-01T00:00:00Z'),
      CONSTRAINT organisation_revision_check CHECK (revision >= 1)
    ) WITH (
      -- Index-only scans skip the table only on pages that were vacuumed after their last change.
      autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.05
    )`);
  await queryRunner.query(sortIndexes);
}

async function createFlags(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE directory.flag (
      flag_id text COLLATE "C" NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      updated_at timestamptz(3) NOT NULL DEFAULT now(),
      name text NOT NULL,
      description text,
      type text NOT NULL,
      value text NOT NULL,
      status text NOT NULL DEFAULT 'Active',
      access_level integer NOT NULL DEFAULT 0,
      revision integer NOT NULL DEFAULT 1,
      CONSTRAINT flag_pkey PRIMARY KEY (flag_id),
      CONSTRAINT flag_type_name_value_key UNIQUE (type, name, value),
      CONSTRAINT flag_flag_id_check CHECK (flag_id ~ '^[^<>]*$' AND char_length(flag_id) BETWEEN 1 AND 40),
      CONSTRAINT flag_name_check CHECK (name ~ ${trimmed} AND char_length(name) BETWEEN 1 AND 255),
      CONSTRAINT flag_description_check CHECK (description ~ ${trimmed} AND char_length(description) BETWEEN 1 AND 255),
      CONSTRAINT flag_type_check CHECK (type IN ('Organisation', 'Software_Statement', 'Authorisation_Server')),
      CONSTRAINT flag_value_check CHECK (value ~ ${trimmed} AND char_length(value) BETWEEN 1 AND 255),
      CONSTRAINT flag_status_check CHECK (status IN ('Active', 'Inactive')),
      CONSTRAINT flag_access_level_check CHECK (access_level >= 0),
      CONSTRAINT flag_revision_check CHECK (revision >= 1)
    );

    CREATE TABLE directory.organisation_flag (
      organisation_id text COLLATE "C" NOT NULL,
      flag_id text COLLATE "C" NOT NULL,
      CONSTRAINT organisation_flag_pkey PRIMARY KEY (organisation_id, flag_id),
      CONSTRAINT organisation_flag_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES directory.organisation (organisation_id),
      CONSTRAINT organisation_flag_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES directory.flag (flag_id)
    );
    CREATE INDEX organisation_flag_flag_id_idx ON directory.organisation_flag (flag_id)`);
}

async function createAdminUsers(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE directory.admin_user (
      organisation_id text COLLATE "C" NOT NULL,
      user_email text COLLATE "C" NOT NULL,
      status text NOT NULL DEFAULT 'Active',
      CONSTRAINT admin_user_pkey PRIMARY KEY (organisation_id, user_email),
      CONSTRAINT admin_user_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES directory.organisation (organisation_id),
      CONSTRAINT admin_user_user_email_check CHECK (
        user_email ~ '^(([^<>()[\\]\\\\.,;:@"${blank}]+(\\.[^<>()[\\]\\\\.,;:@"${blank}]+)*)|("[^\\n\\r\\u2028\\u2029]+"))@((\\[[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\])|(([a-zA-Z\\-0-9]+\\.)+[a-zA-Z]{2,}))$'
        AND user_email !~ '[<>]' AND char_length(user_email) <= 254 AND user_email = lower(user_email COLLATE "C")),
      CONSTRAINT admin_user_status_check CHECK (status IN ('Active', 'Inactive'))
    );
    CREATE INDEX admin_user_user_email_idx ON directory.admin_user (user_email)`);
}
