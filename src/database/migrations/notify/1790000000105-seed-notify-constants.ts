import type { MigrationInterface, QueryRunner } from 'typeorm';

const nhsEmailBrandingId = 'a7dc4e56-660b-4db7-8cff-12c37b12b5ea';
const nhsLetterBrandingId = '2cd354bb-6b85-eda3-c0ad-6b613150459f';
const notifyServiceId = 'd6aa2c68-a2d9-4437-ab19-3ae8eb202553';
const notifyUserId = '6af522d0-2915-4e52-83a3-3690455a5fe6';
const nhsNotifyOrganisationId = '477f8870-af2b-4b81-9a2c-1fad12028919';

/** The rows with fixed ids that Notify's clients know. */
export class SeedNotifyConstants1790000000105 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `INSERT INTO notify.user_account (id, name, email_address, auth_type, state)
       VALUES ($1, 'Notify service user', 'notify-service-user@digital.cabinet-office.gov.uk', 'email_auth', 'active')`,
      [notifyUserId],
    );
    await queryRunner.query(
      `INSERT INTO notify.email_branding (id, name, logo, alt_text, brand_type, created_by_id)
       VALUES ($1, 'NHS', '1ac6f483-3105-4c9e-9017-dd7fb2752c44-nhs-blue_x2.png', 'NHS', 'org', $2)`,
      [nhsEmailBrandingId, notifyUserId],
    );
    await queryRunner.query(
      `INSERT INTO notify.letter_branding (id, name, filename, created_by_id) VALUES ($1, 'NHS', 'nhs', $2)`,
      [nhsLetterBrandingId, notifyUserId],
    );
    await queryRunner.query(
      `INSERT INTO notify.organisation
         (id, name, crown, organisation_type, email_branding_id, letter_branding_id)
       VALUES ($1, 'NHS Notify', false, 'nhs_notify', $2, $3)`,
      [nhsNotifyOrganisationId, nhsEmailBrandingId, nhsLetterBrandingId],
    );
    await queryRunner.query(
      `INSERT INTO notify.organisation_email_branding (organisation_id, email_branding_id) VALUES ($1, $2)`,
      [nhsNotifyOrganisationId, nhsEmailBrandingId],
    );
    await queryRunner.query(
      `INSERT INTO notify.organisation_letter_branding (organisation_id, letter_branding_id) VALUES ($1, $2)`,
      [nhsNotifyOrganisationId, nhsLetterBrandingId],
    );
    // count_as_live is false: Notify itself is not one of the services that use it.
    await queryRunner.query(
      `INSERT INTO notify.service (id, name, normalised_name, restricted, email_message_limit, sms_message_limit,
         letter_message_limit, count_as_live, created_by_id)
       VALUES ($1, 'GOV.UK Notify', 'gov.uk.notify', false, 1000, 1000, 1000, false, $2)`,
      [notifyServiceId, notifyUserId],
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM notify.service_history WHERE service_id = $1`, [notifyServiceId]);
    await queryRunner.query(`DELETE FROM notify.service WHERE id = $1`, [notifyServiceId]);
    for (const channel of ['email', 'letter']) {
      await queryRunner.query(
        `DELETE FROM notify.organisation_${channel}_branding WHERE organisation_id = $1`,
        [nhsNotifyOrganisationId],
      );
    }
    await queryRunner.query(`DELETE FROM notify.organisation WHERE id = $1`, [nhsNotifyOrganisationId]);
    await queryRunner.query(`DELETE FROM notify.email_branding WHERE id = $1`, [nhsEmailBrandingId]);
    await queryRunner.query(`DELETE FROM notify.letter_branding WHERE id = $1`, [nhsLetterBrandingId]);
    await queryRunner.query(`DELETE FROM notify.user_account WHERE id = $1`, [notifyUserId]);
  }
}
