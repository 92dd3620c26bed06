import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Services, their versions and members, their free allowances and usage. */
export class CreateNotifyServices1790000000103 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createServices(queryRunner);
    await keepArchivedBrandingsOut(queryRunner);
    await createHistory(queryRunner);
    await createUsage(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE notify.usage_fact, notify.annual_billing, notify.service_member, notify.service_history, notify.service;
      DROP FUNCTION notify.next_service_version(), notify.keep_service_version();
      DROP FUNCTION notify.refuse_archived_email_branding() CASCADE`);
  }
}

async function createServices(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.service (
      id uuid NOT NULL,
      name text NOT NULL,
      normalised_name text NOT NULL,
      active boolean NOT NULL DEFAULT true,
      restricted boolean NOT NULL,
      organisation_id uuid,
      organisation_type text,
      crown boolean,
      email_branding_id uuid,
      letter_branding_id uuid,
      email_message_limit bigint NOT NULL,
      sms_message_limit bigint NOT NULL,
      letter_message_limit bigint NOT NULL,
      international_sms_message_limit bigint NOT NULL DEFAULT 100,
      rate_limit integer NOT NULL DEFAULT 3000,
      count_as_live boolean NOT NULL DEFAULT true,
      has_active_go_live_request boolean NOT NULL DEFAULT false,
      go_live_user_id uuid,
      go_live_at timestamptz,
      consent_to_research boolean,
      volume_email integer,
      volume_letter integer,
      volume_sms integer,
      contact_link text,
      prefix_sms boolean NOT NULL DEFAULT true,
      confirmed_unique boolean NOT NULL DEFAULT false,
      confirmed_email_sender_name boolean,
      custom_email_sender_name text,
      email_sender_local_part text,
      permissions text[] NOT NULL
        DEFAULT '{email,sms,letter,international_sms,international_letters}',
      notes text,
      purchase_order_number text,
      billing_contact_names text,
      billing_contact_email_addresses text,
      billing_reference text,
      created_by_id uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz,
      version integer NOT NULL DEFAULT 1,
      CONSTRAINT service_pkey PRIMARY KEY (id),
      CONSTRAINT service_name_key UNIQUE (name),
      CONSTRAINT service_normalised_name_key UNIQUE (normalised_name),
      CONSTRAINT service_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES notify.organisation (id),
      CONSTRAINT service_email_branding_id_fkey
        FOREIGN KEY (email_branding_id) REFERENCES notify.email_branding (id),
      CONSTRAINT service_letter_branding_id_fkey
        FOREIGN KEY (letter_branding_id) REFERENCES notify.letter_branding (id),
      CONSTRAINT service_go_live_user_id_fkey FOREIGN KEY (go_live_user_id) REFERENCES notify.user_account (id),
      CONSTRAINT service_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES notify.user_account (id),
      CONSTRAINT service_name_check
        CHECK (char_length(name) BETWEEN 1 AND CASE WHEN starts_with(name, '_archived_') THEN 320 ELSE 255 END),
      CONSTRAINT service_organisation_type_check CHECK (organisation_type IN ('central', 'local', 'nhs_central',
        'nhs_local', 'nhs_gp', 'nhs_notify', 'emergency_service', 'school_or_college', 'other')),
      CONSTRAINT service_email_message_limit_check CHECK (email_message_limit >= 0),
      CONSTRAINT service_sms_message_limit_check CHECK (sms_message_limit >= 0),
      CONSTRAINT service_letter_message_limit_check CHECK (letter_message_limit >= 0),
      CONSTRAINT service_international_sms_message_limit_check CHECK (international_sms_message_limit >= 0),
      CONSTRAINT service_rate_limit_check CHECK (rate_limit >= 0),
      CONSTRAINT service_version_check CHECK (version >= 1)
    )`);
  for (const column of ['organisation_id', 'email_branding_id', 'letter_branding_id'])
    await queryRunner.query(`CREATE INDEX service_${column}_idx ON notify.service (${column})`);
  await queryRunner.query(`
    CREATE TABLE notify.service_member (
      service_id uuid NOT NULL,
      user_id uuid NOT NULL,
      permissions text[] NOT NULL DEFAULT '{}',
      CONSTRAINT service_member_pkey PRIMARY KEY (service_id, user_id),
      CONSTRAINT service_member_service_id_fkey FOREIGN KEY (service_id) REFERENCES notify.service (id),
      CONSTRAINT service_member_user_id_fkey FOREIGN KEY (user_id) REFERENCES notify.user_account (id)
    )`);
  await queryRunner.query(`CREATE INDEX service_member_user_id_idx ON notify.service_member (user_id)`);
}

/**
 * Refuses a reference to an archived e-mail branding as a violation of the foreign key, under the key's name. The row lock
 * waits for a concurrent archiving.
 */
async function keepArchivedBrandingsOut(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION notify.refuse_archived_email_branding() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      is_active boolean;
    BEGIN
      -- A service keeps its branding when the branding is archived later.
      IF TG_OP = 'UPDATE' AND NEW.email_branding_id IS NOT DISTINCT FROM OLD.email_branding_id THEN
        RETURN NEW;
      END IF;
      SELECT active INTO is_active FROM notify.email_branding WHERE id = NEW.email_branding_id FOR KEY SHARE;
      IF NOT is_active THEN
        RAISE EXCEPTION 'e-mail branding % is archived', NEW.email_branding_id USING
          ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_TABLE_NAME || '_email_branding_id_fkey';
      END IF;
      RETURN NEW;
    END $$`);
  for (const table of ['organisation', 'organisation_email_branding', 'service'])
    await queryRunner.query(`
      CREATE TRIGGER ${table}_email_branding_is_active BEFORE INSERT OR UPDATE OF email_branding_id
        ON notify.${table} FOR EACH ROW EXECUTE FUNCTION notify.refuse_archived_email_branding()`);
}

/** Every version of a service as its whole row, written by triggers so that no statement can forget it. */
async function createHistory(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.service_history (
      service_id uuid NOT NULL,
      version integer NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      service jsonb NOT NULL,
      CONSTRAINT service_history_pkey PRIMARY KEY (service_id, version),
      CONSTRAINT service_history_service_id_fkey FOREIGN KEY (service_id) REFERENCES notify.service (id)
    )`);
  await queryRunner.query(`
    CREATE FUNCTION notify.next_service_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.version := OLD.version + 1;
      NEW.updated_at := now();
      RETURN NEW;
    END $$;
    CREATE FUNCTION notify.keep_service_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO notify.service_history (service_id, version, service) VALUES (NEW.id, NEW.version, to_jsonb(NEW));
      RETURN NULL;
    END $$`);
  await queryRunner.query(`
    CREATE TRIGGER service_next_version BEFORE UPDATE ON notify.service
      FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION notify.next_service_version();
    CREATE TRIGGER service_keep_inserted AFTER INSERT ON notify.service
      FOR EACH ROW EXECUTE FUNCTION notify.keep_service_version();
    CREATE TRIGGER service_keep_updated AFTER UPDATE ON notify.service
      FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION notify.keep_service_version()`);
}

async function createUsage(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE notify.annual_billing (
      service_id uuid NOT NULL,
      financial_year_start integer NOT NULL,
      free_sms_fragment_limit integer NOT NULL,
      has_custom_allowance boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz,
      CONSTRAINT annual_billing_pkey PRIMARY KEY (service_id, financial_year_start),
      CONSTRAINT annual_billing_service_id_fkey FOREIGN KEY (service_id) REFERENCES notify.service (id),
      CONSTRAINT annual_billing_financial_year_start_check CHECK (financial_year_start >= 2016),
      CONSTRAINT annual_billing_free_sms_fragment_limit_check CHECK (free_sms_fragment_limit >= 0)
    )`);
  // One row per London day and rate, like Notify's ft_billing. Without a template the id is the nil UUID.
  await queryRunner.query(`
    CREATE TABLE notify.usage_fact (
      service_id uuid NOT NULL,
      bst_date date NOT NULL,
      notification_type text NOT NULL,
      template_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
      provider text NOT NULL,
      rate_multiplier integer NOT NULL DEFAULT 1,
      international boolean NOT NULL DEFAULT false,
      rate numeric(12, 6) NOT NULL,
      postage text NOT NULL DEFAULT 'none',
      billable_units integer NOT NULL,
      notifications_sent integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT usage_fact_pkey PRIMARY KEY (service_id, bst_date, notification_type, template_id, provider,
        rate_multiplier, international, rate, postage),
      CONSTRAINT usage_fact_service_id_fkey FOREIGN KEY (service_id) REFERENCES notify.service (id),
      CONSTRAINT usage_fact_notification_type_check CHECK (notification_type IN ('email', 'sms', 'letter')),
      CONSTRAINT usage_fact_provider_check CHECK (char_length(provider) <= 255),
      CONSTRAINT usage_fact_rate_multiplier_check CHECK (rate_multiplier >= 1),
      CONSTRAINT usage_fact_rate_check CHECK (rate >= 0),
      CONSTRAINT usage_fact_postage_check CHECK (char_length(postage) BETWEEN 1 AND 255),
      CONSTRAINT usage_fact_billable_units_check CHECK (billable_units >= 0),
      -- Keeps sums of units within bigint arithmetic.
      CONSTRAINT usage_fact_units_check CHECK (billable_units::bigint * rate_multiplier <= 2147483647),
      CONSTRAINT usage_fact_notifications_sent_check CHECK (notifications_sent >= 0)
    )`);
}
