import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The Notify API's own schema: users, brandings, organisations and what belongs to an organisation. */
export class CreateNotifyOrganisations1700000000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE SCHEMA notify`);
    // Names as people read lists; what the database itself would do depends on how it was made.
    await queryRunner.query(`CREATE COLLATION notify.text_order (provider = icu, locale = 'und')`);
    await createUsers(queryRunner);
    await createBrandings(queryRunner);
    await createOrganisations(queryRunner);
    await createMembers(queryRunner);
    await createInvites(queryRunner);
    await createPools(queryRunner);
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
  // Two spellings of one address reach one mailbox.
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
      -- An archived name has a prefix before what may fill the 255 characters.
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

async function createOrganisations(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.organisation (
      id uuid NOT NULL,
      name text NOT NULL,
      active boolean NOT NULL DEFAULT true,
      crown boolean,
      organisation_type text,
      email_branding_id uuid,
      letter_branding_id uuid,
      agreement_signed boolean,
      agreement_signed_at timestamptz,
      agreement_signed_by_id uuid,
      agreement_signed_on_behalf_of_name text,
      agreement_signed_on_behalf_of_email_address text,
      agreement_signed_version double precision,
      request_to_go_live_notes text,
      notes text,
      purchase_order_number text,
      billing_contact_names text,
      billing_contact_email_addresses text,
      billing_reference text,
      can_approve_own_go_live_requests boolean NOT NULL DEFAULT false,
      permissions text[] NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz,
      CONSTRAINT organisation_pkey PRIMARY KEY (id),
      CONSTRAINT organisation_name_key UNIQUE (name),
      CONSTRAINT organisation_email_branding_id_fkey
        FOREIGN KEY (email_branding_id) REFERENCES notify.email_branding (id),
      CONSTRAINT organisation_letter_branding_id_fkey
        FOREIGN KEY (letter_branding_id) REFERENCES notify.letter_branding (id),
      CONSTRAINT organisation_agreement_signed_by_id_fkey
        FOREIGN KEY (agreement_signed_by_id) REFERENCES notify.user_account (id),
      -- An archived name has a prefix before what may fill the 255 characters.
      CONSTRAINT organisation_name_check
        CHECK (char_length(name) <= CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END),
      CONSTRAINT organisation_organisation_type_check CHECK (organisation_type IN ('central', 'local', 'nhs_central',
        'nhs_local', 'nhs_gp', 'nhs_notify', 'emergency_service', 'school_or_college', 'other')),
      CONSTRAINT organisation_agreement_signed_on_behalf_of_name_check
        CHECK (char_length(agreement_signed_on_behalf_of_name) <= 255),
      CONSTRAINT organisation_agreement_signed_on_behalf_of_email_address_check
        CHECK (char_length(agreement_signed_on_behalf_of_email_address) <= 255),
      CONSTRAINT organisation_purchase_order_number_check CHECK (char_length(purchase_order_number) <= 255),
      CONSTRAINT organisation_billing_reference_check CHECK (char_length(billing_reference) <= 255),
      CONSTRAINT organisation_permissions_check
        CHECK (permissions <@ ARRAY['can_ask_to_join_a_service', 'can_ask_to_join_service'])
    )`);
  // A list per organisation, in the order in which it was set; a domain has one owner.
  await queryRunner.query(`
    CREATE TABLE notify.organisation_domain (
      domain text COLLATE "C" NOT NULL,
      organisation_id uuid NOT NULL,
      position integer NOT NULL,
      CONSTRAINT organisation_domain_pkey PRIMARY KEY (domain),
      CONSTRAINT organisation_domain_organisation_id_position_key UNIQUE (organisation_id, position),
      CONSTRAINT organisation_domain_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES notify.organisation (id),
      CONSTRAINT organisation_domain_domain_check CHECK (domain = lower(domain) AND char_length(domain) <= 253)
    )`);
}

async function createMembers(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.organisation_member (
      organisation_id uuid NOT NULL,
      user_id uuid NOT NULL,
      CONSTRAINT organisation_member_pkey PRIMARY KEY (organisation_id, user_id),
      CONSTRAINT organisation_member_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES notify.organisation (id),
      CONSTRAINT organisation_member_user_id_fkey FOREIGN KEY (user_id) REFERENCES notify.user_account (id)
    )`);
  await queryRunner.query(
    `CREATE INDEX organisation_member_user_id_idx ON notify.organisation_member (user_id)`,
  );
  // Apart from membership, because permissions may be given to somebody who is no member (yet).
  await queryRunner.query(`
    CREATE TABLE notify.organisation_permission (
      organisation_id uuid NOT NULL,
      user_id uuid NOT NULL,
      permission text NOT NULL,
      CONSTRAINT organisation_permission_pkey PRIMARY KEY (organisation_id, user_id, permission),
      CONSTRAINT organisation_permission_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES notify.organisation (id),
      CONSTRAINT organisation_permission_user_id_fkey FOREIGN KEY (user_id) REFERENCES notify.user_account (id),
      CONSTRAINT organisation_permission_permission_check CHECK (permission IN ('can_make_services_live'))
    )`);
  await queryRunner.query(
    `CREATE INDEX organisation_permission_user_id_idx ON notify.organisation_permission (user_id)`,
  );
}

async function createInvites(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.organisation_invite (
      id uuid NOT NULL,
      organisation_id uuid NOT NULL,
      email_address text NOT NULL,
      invited_by_id uuid NOT NULL,
      permissions text[] NOT NULL DEFAULT '{}',
      status text NOT NULL DEFAULT 'pending',
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT organisation_invite_pkey PRIMARY KEY (id),
      CONSTRAINT organisation_invite_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES notify.organisation (id),
      CONSTRAINT organisation_invite_invited_by_id_fkey
        FOREIGN KEY (invited_by_id) REFERENCES notify.user_account (id),
      CONSTRAINT organisation_invite_email_address_check CHECK (char_length(email_address) BETWEEN 3 AND 320),
      CONSTRAINT organisation_invite_permissions_check CHECK (permissions <@ ARRAY['can_make_services_live']),
      CONSTRAINT organisation_invite_status_check CHECK (status IN ('pending', 'accepted', 'cancelled'))
    )`);
  await queryRunner.query(
    `CREATE INDEX organisation_invite_organisation_id_idx ON notify.organisation_invite (organisation_id)`,
  );
}

/** Which brandings the services of an organisation may choose from. */
async function createPools(queryRunner: QueryRunner): Promise<void> {
  for (const channel of ['email', 'letter']) {
    const table = `organisation_${channel}_branding`;
    const column = `${channel}_branding_id`;
    await queryRunner.query(`
      CREATE TABLE notify.${table} (
        organisation_id uuid NOT NULL,
        ${column} uuid NOT NULL,
        CONSTRAINT ${table}_pkey PRIMARY KEY (organisation_id, ${column}),
        CONSTRAINT ${table}_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES notify.organisation (id),
        CONSTRAINT ${table}_${column}_fkey FOREIGN KEY (${column}) REFERENCES notify.${channel}_branding (id)
      )`);
    await queryRunner.query(`CREATE INDEX ${table}_${column}_idx ON notify.${table} (${column})`);
  }
}
