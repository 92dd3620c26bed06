import type { Queryable } from '../../../database/database.js';
import { nhsNotifyOrganisationId, notifyServiceId } from '../fixed-ids.js';
import {
  sampleEmailBrandings,
  sampleLetterBrandings,
  type SampleInvite,
  type SampleOrganisation,
  type SampleService,
  sampleUsers,
} from './sample-rows.js';

/** Writes the sample's rows, each by one statement. */
export class NotifySampleRepository {
  constructor(private readonly transaction: Queryable) {}

  /** Returns true if there are organisations or services besides the seeded ones. */
  async isInUse(): Promise<boolean> {
    const rows = await this.transaction.query(
      `SELECT FROM notify.organisation WHERE id <> $1
       UNION ALL SELECT FROM notify.service WHERE id <> $2 LIMIT 1`,
      [nhsNotifyOrganisationId, notifyServiceId],
    );
    return rows.length > 0;
  }

  async addUsersAndBrandings(): Promise<void> {
    for (const [index, user] of sampleUsers.entries()) {
      await this.transaction.query(
        `INSERT INTO notify.user_account (id, name, email_address, mobile_number, state, created_at)
         VALUES ($1, $2, $3, $4, $5, timestamptz '2024-01-08 09:00Z' + make_interval(mins => $6))`,
        [...user, index],
      );
    }
    for (const branding of sampleEmailBrandings) {
      await this.transaction.query(
        `INSERT INTO notify.email_branding (id, name, colour, logo, alt_text, created_at)
         VALUES ($1, $2, $3, $4, $2, timestamptz '2024-01-10 08:30Z')`,
        [...branding],
      );
    }
    for (const branding of sampleLetterBrandings) {
      await this.transaction.query(
        `INSERT INTO notify.letter_branding (id, name, filename, created_at)
         VALUES ($1, $2, $3, timestamptz '2024-01-10 08:30Z')`,
        [...branding],
      );
    }
  }

  async addOrganisation(organisation: SampleOrganisation): Promise<void> {
    const { id, emailBrandingId, letterBrandingId } = organisation;
    await this.transaction.query(
      `INSERT INTO notify.organisation
         (id, name, crown, organisation_type, email_branding_id, letter_branding_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, timestamptz '2024-01-12 10:00Z')`,
      [
        id,
        organisation.name,
        organisation.crown,
        organisation.organisationType,
        emailBrandingId,
        letterBrandingId,
      ],
    );
    await this.transaction.query(
      `INSERT INTO notify.organisation_domain (organisation_id, domain, position)
       SELECT $1, domain, position FROM unnest($2::text[]) WITH ORDINALITY AS each (domain, position)`,
      [id, organisation.domains],
    );
    for (const [channel, brandingId] of [
      ['email', emailBrandingId],
      ['letter', letterBrandingId],
    ] as const) {
      await this.transaction.query(
        `INSERT INTO notify.organisation_${channel}_branding SELECT $1, $2::uuid WHERE $2 IS NOT NULL`,
        [id, brandingId],
      );
    }
    for (const [userId, permissions] of organisation.members) {
      await this.transaction.query(
        `INSERT INTO notify.organisation_member (organisation_id, user_id) VALUES ($1, $2)`,
        [id, userId],
      );
      await this.transaction.query(
        `INSERT INTO notify.organisation_permission (organisation_id, user_id, permission)
         SELECT $1, $2, unnest($3::text[])`,
        [id, userId, permissions],
      );
    }
  }

  /** The first organisation of the published examples has an agreement and particulars of its own. */
  async signAgreement(organisationId: string, signedById: string): Promise<void> {
    await this.transaction.query(
      `UPDATE notify.organisation SET agreement_signed = true, agreement_signed_by_id = $2,
         agreement_signed_at = timestamptz '2024-01-15 10:00Z', agreement_signed_version = 2.5,
         notes = 'Primary central government department', purchase_order_number = 'PO-2024-001',
         billing_contact_names = 'Jane Smith', billing_contact_email_addresses = 'jane.smith@cabinetoffice.gov.uk',
         billing_reference = 'CO-001', can_approve_own_go_live_requests = true,
         permissions = '{can_ask_to_join_service}'
       WHERE id = $1`,
      [organisationId, signedById],
    );
  }

  async addService(service: SampleService): Promise<void> {
    await this.transaction.query(
      `INSERT INTO notify.service (id, name, normalised_name, active, restricted, organisation_id,
         organisation_type, crown, email_message_limit, sms_message_limit, letter_message_limit, created_by_id, created_at)
       SELECT $1, $2, replace(lower($2), ' ', '.'), $3, $4, o.id, o.organisation_type, o.crown, $6, $6, $6, $7,
         timestamptz '2024-01-16 11:00Z'
       FROM notify.organisation o WHERE o.id = $5`,
      [
        service.id,
        service.name,
        service.active,
        service.restricted,
        service.organisationId,
        service.emailLimit,
        service.createdById,
      ],
    );
    await this.transaction.query(
      `INSERT INTO notify.service_member (service_id, user_id, permissions)
       VALUES ($1, $2, '{send_emails,send_texts,view_activity}')`,
      [service.id, service.createdById],
    );
  }

  async addInvite(invite: SampleInvite): Promise<void> {
    await this.transaction.query(
      `INSERT INTO notify.organisation_invite (id, organisation_id, email_address, invited_by_id, permissions, created_at)
       VALUES ($1, $2, $3, $4, '{can_make_services_live}', timestamptz '2024-01-17 12:00Z')`,
      [invite.id, invite.organisationId, invite.emailAddress, invite.invitedById],
    );
  }

  async requestGoLive(serviceId: string, userId: string): Promise<void> {
    await this.transaction.query(
      `UPDATE notify.service SET has_active_go_live_request = true, go_live_user_id = $2 WHERE id = $1`,
      [serviceId, userId],
    );
  }

  /** Adds the daily usage of a service from `from` to `to` (London days, both included). The rates rise in October. */
  async addUsage({ id, perDay }: SampleService, from: string, to: string): Promise<void> {
    await this.transaction.query(
      `INSERT INTO notify.usage_fact (service_id, bst_date, notification_type, provider, rate, postage,
         billable_units, notifications_sent)
       SELECT $1, day, kind.type, kind.provider,
         CASE WHEN extract(month FROM day) BETWEEN 4 AND 9 THEN kind.rate ELSE kind.later_rate END, kind.postage,
         CASE WHEN kind.type = 'email' THEN 0 ELSE sent END, sent
       FROM generate_series($2::date, $3::date, interval '1 day') AS day
       CROSS JOIN (VALUES
         ('email', 'ses', 0, 0, 'none', $4::integer),
         ('sms', 'mmg', 0.0227, 0.0233, 'none', $5::integer),
         ('letter', 'dvla', 0.68, 0.72, 'second', $6::integer)
       ) AS kind (type, provider, rate, later_rate, postage, per_day)
       CROSS JOIN LATERAL (
         SELECT CASE WHEN extract(isodow FROM day) > 5 THEN kind.per_day / 3 ELSE kind.per_day END AS sent
       ) AS each_day
       WHERE sent > 0`,
      [id, from, to, perDay.email, perDay.sms, perDay.letter],
    );
  }
}
