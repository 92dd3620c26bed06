import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The Notify API's schema, with its users and brandings. */
export class CreateNotifyUsers1790000000101 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SCHEMA notify;
      -- The database's own collation depends on how it was created.
      CREATE COLLATION notify.text_order (provider = icu, locale = 'und')`);
    await createUsers(queryRunner);
    await createBrandings(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP SCHEMA notify CASCADE`);
  }
}

async function createUsers(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.user_account (
      id uuid NOT NULL,
      name text NOT NULL,
      email_address text NOT NULL,
      mobile_number text,
      auth_type text NOT NULL DEFAULT 'sms_auth',
      state text NOT NULL DEFAULT 'pending',
      platform_admin boolean NOT NULL DEFAULT false,
      can_use_webauthn boolean NOT NULL DEFAULT false,
      take_part_in_research boolean NOT NULL DEFAULT true,
      receives_new_features_email boolean NOT NULL DEFAULT true,
      current_session_id uuid,
      failed_login_count integer NOT NULL DEFAULT 0,
      email_access_validated_at timestamptz NOT NULL DEFAULT now(),
      logged_in_at timestamptz,
      password_changed_at timestamptz NOT NULL DEFAULT now(),
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz,
      CONSTRAINT user_account_pkey PRIMARY KEY (id),
      CONSTRAINT user_account_name_check CHECK (char_length(name) BETWEEN 1 AND 255),
      CONSTRAINT user_account_email_address_check CHECK (char_length(email_address) BETWEEN 3 AND 400),
      CONSTRAINT user_account_mobile_number_check
        CHECK (mobile_number IS NOT NULL OR auth_type <> 'sms_auth' OR state = 'inactive'),
      CONSTRAINT user_account_auth_type_check CHECK (auth_type IN ('sms_auth', 'email_auth', 'webauthn_auth')),
      CONSTRAINT user_account_state_check CHECK (state IN ('pending', 'active', 'inactive')),
      CONSTRAINT user_account_failed_login_count_check CHECK (failed_login_count >= 0)
    )`);
  // Addresses that differ in case are the same mailbox.
  await queryRunner.query(
    `CREATE UNIQUE INDEX user_account_email_address_key ON notify.user_account (lower(email_address))`,
  );
}

async function createBrandings(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.email_branding (
      id uuid NOT NULL,
      name text NOT NULL,
      colour text,
      logo text,
      text text,
      alt_text text,
      brand_type text NOT NULL DEFAULT 'org',
      active boolean NOT NULL DEFAULT true,
      created_by_id uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz,
      CONSTRAINT email_branding_pkey PRIMARY KEY (id),
      CONSTRAINT email_branding_name_key UNIQUE (name),
      CONSTRAINT email_branding_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES notify.user_account (id),
      -- Archiving puts a prefix before a name of up to 255 characters.
      CONSTRAINT email_branding_name_check
        CHECK (char_length(name) BETWEEN 1 AND CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END),
      CONSTRAINT email_branding_colour_check CHECK (char_length(colour) BETWEEN 1 AND 7),
      CONSTRAINT email_branding_logo_check CHECK (char_length(logo) BETWEEN 1 AND 255),
      CONSTRAINT email_branding_alt_text_check CHECK (char_length(alt_text) BETWEEN 1 AND 255),
      CONSTRAINT email_branding_brand_type_check CHECK (brand_type IN ('org', 'both', 'org_banner')),
      CONSTRAINT email_branding_text_check CHECK (char_length(text) BETWEEN 1 AND 255),
      CONSTRAINT email_branding_text_or_alt_text_check CHECK (num_nonnulls(text, alt_text) = 1)
    )`);
  await queryRunner.query(`
    CREATE TABLE notify.letter_branding (
      id uuid NOT NULL,
      name text NOT NULL,
      filename text NOT NULL,
      created_by_id uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz,
      CONSTRAINT letter_branding_pkey PRIMARY KEY (id),
      CONSTRAINT letter_branding_name_key UNIQUE (name),
      CONSTRAINT letter_branding_filename_key UNIQUE (filename),
      CONSTRAINT letter_branding_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES notify.user_account (id),
      CONSTRAINT letter_branding_name_check CHECK (char_length(name) BETWEEN 1 AND 255),
      CONSTRAINT letter_branding_filename_check CHECK (char_length(filename) BETWEEN 1 AND 255)
    )`);
}
