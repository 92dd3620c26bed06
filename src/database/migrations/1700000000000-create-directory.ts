import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Text without angle brackets whose length, in code points, lies between the bounds. */
const plainText = (column: string, least: number, most: number): string =>
  `CONSTRAINT organisation_${column}_check CHECK (${column} ~ '^[^<>]*$' AND char_length(${column}) BETWEEN ${least} AND ${most})`;

/** What JavaScript's `\s` matches, written out: PostgreSQL's own depends on the locale, and knows ASCII only in C. */
const blank = '\\u0009-\\u000D\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';

/** Schema `directory`: organisations, their flags, administrators and history. */
export class CreateDirectory1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE SCHEMA IF NOT EXISTS directory`);
    // ICU root order at strength 2: letters, then accents, without regard to case. É stands beside E, not behind Z.
    await queryRunner.query(
      `CREATE COLLATION directory.text_order (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    );
    await queryRunner.query(`
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
        ${plainText('organisation_name', 1, 255)},
        ${plainText('legal_entity_name', 1, 255)},
        ${plainText('country_of_registration', 2, 255)},
        ${plainText('company_register', 1, 255)},
        ${plainText('size', 1, 255)},
        ${plainText('registration_number', 1, 255)},
        ${plainText('registration_id', 1, 40)},
        ${plainText('registered_name', 1, 255)},
        ${plainText('address_line1', 5, 255)},
        ${plainText('address_line2', 1, 255)},
        ${plainText('city', 2, 255)},
        ${plainText('postcode', 3, 40)},
        ${plainText('country', 2, 255)},
        ${plainText('parent_organisation_reference', 1, 65_535)},
        CONSTRAINT organisation_logo_uri_check CHECK (
          char_length(logo_uri) BETWEEN 1 AND 65535
          AND logo_uri ~ '^(http://|https://).*.(svg|png|jpg|jpeg)$|^(data:image/[a-zA-Z0-9;+=-]+,[A-Za-z0-9+/]*={0,2})$'
          AND logo_uri !~ '[<>\\u0001-\\u0020\\u007F-\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]'),
        CONSTRAINT organisation_created_on_check CHECK (
          created_on >= '0001-01-01T00:00:00Z' AND created_on < '10000-01-01T00:00:00Z'),
        CONSTRAINT organisation_revision_check CHECK (revision >= 1)
      )`);
    await queryRunner.query(
      `CREATE INDEX organisation_created_on_idx ON directory.organisation (created_on, organisation_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX organisation_registration_number_idx ON directory.organisation (registration_number)`,
    );
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
        CONSTRAINT flag_pkey PRIMARY KEY (flag_id),
        CONSTRAINT flag_type_name_value_key UNIQUE (type, name, value),
        CONSTRAINT flag_flag_id_check CHECK (flag_id ~ '^[^<>]*$' AND char_length(flag_id) BETWEEN 1 AND 40),
        CONSTRAINT flag_name_check CHECK (name ~ '^[^<>]*$' AND char_length(name) BETWEEN 1 AND 255),
        CONSTRAINT flag_description_check CHECK (description ~ '^[^<>]*$' AND char_length(description) BETWEEN 1 AND 255),
        CONSTRAINT flag_type_check CHECK (type IN ('Organisation', 'Software_Statement', 'Authorisation_Server')),
        CONSTRAINT flag_value_check CHECK (value ~ '^[^<>]*$' AND char_length(value) BETWEEN 1 AND 255),
        CONSTRAINT flag_status_check CHECK (status IN ('Active', 'Inactive')),
        CONSTRAINT flag_access_level_check CHECK (access_level >= 0)
      )`);
    await queryRunner.query(`
      CREATE TABLE directory.organisation_flag (
        organisation_id text COLLATE "C" NOT NULL,
        flag_id text COLLATE "C" NOT NULL,
        CONSTRAINT organisation_flag_pkey PRIMARY KEY (organisation_id, flag_id),
        CONSTRAINT organisation_flag_organisation_id_fkey
          FOREIGN KEY (organisation_id) REFERENCES directory.organisation (organisation_id),
        CONSTRAINT organisation_flag_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES directory.flag (flag_id)
      )`);
    await queryRunner.query(
      `CREATE INDEX organisation_flag_flag_id_idx ON directory.organisation_flag (flag_id)`,
    );
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
          AND user_email !~ '[<>]' AND char_length(user_email) <= 254 AND user_email = lower(user_email)),
        CONSTRAINT admin_user_status_check CHECK (status IN ('Active', 'Inactive'))
      )`);
    await queryRunner.query(`CREATE INDEX admin_user_user_email_idx ON directory.admin_user (user_email)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['admin_user', 'organisation_flag', 'flag', 'organisation']) {
      await queryRunner.query(`DROP TABLE directory.${table}`);
    }
    await queryRunner.query(`DROP COLLATION directory.text_order`);
    // The schema stays: it may hold what an operator put there, and the record of migrations.
  }
}
