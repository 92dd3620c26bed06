import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notify's organisations, their domains, members, permissions, invitations and branding pools. */
export class CreateNotifyOrganisations1790000000102 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createOrganisations(queryRunner);
    await createMembers(queryRunner);
    await createInvites(queryRunner);
    await createPools(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE notify.organisation_letter_branding, notify.organisation_email_branding, notify.organisation_invite,
        notify.organisation_permission, notify.organisation_member, notify.organisation_domain, notify.organisation`);
  }
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
      -- Archiving puts a prefix before a name of up to 255 characters.
      CONSTRAINT organisation_name_check
        CHECK (btrim(name) <> '' AND char_length(name) <= CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END),
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
  // An ordered list per organisation. A domain belongs to one organisation.
  await queryRunner.query(`
    CREATE TABLE notify.organisation_domain (
      domain text COLLATE "C" NOT NULL,
      organisation_id uuid NOT NULL,
      position integer NOT NULL,
      CONSTRAINT organisation_domain_pkey PRIMARY KEY (domain),
      CONSTRAINT organisation_domain_organisation_id_position_key UNIQUE (organisation_id, position),
      CONSTRAINT organisation_domain_organisation_id_fkey
        FOREIGN KEY (organisation_id) REFERENCES notify.organisation (id),
      CONSTRAINT organisation_domain_domain_check CHECK (
        domain ~ '^[a-z0-9.-]+$' AND domain NOT LIKE '%.gsi.gov.uk%' AND char_length(domain) <= 253)
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
  // Not a column of organisation_member: a user who is not a member yet can have permissions.
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

/** The brandings that services of an organisation can choose. */
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
