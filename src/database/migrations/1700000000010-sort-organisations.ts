import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Text fields by their columns; what an index of them is named after. */
const textColumns = [
  'organisation_id',
  'organisation_name',
  'legal_entity_name',
  'country_of_registration',
  'company_register',
  'size',
  'registration_number',
  'registration_id',
  'registered_name',
  'address_line1',
  'address_line2',
  'city',
  'postcode',
  'country',
];

/** Text of up to 65,535 characters: the entries of a btree have room for 2,704 bytes, so longer ones stand apart. */
const longTextColumns = ['parent_organisation_reference', 'logo_uri'];

/**
 * An index for each field that the list can be sorted by: the value, then OrganisationId by bytes. Status goes along
 * for lists of Active organisations, which then need the index only. CreatedOn has its own since the beginning.
 */
export class SortOrganisations1700000000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const create = (name: string, definition: string): Promise<unknown> =>
      queryRunner.query(`CREATE INDEX organisation_by_${name}_idx ON directory.organisation ${definition}`);
    for (const column of textColumns) {
      await create(column, `(${column} COLLATE directory.text_order, organisation_id) INCLUDE (status)`);
    }
    for (const column of longTextColumns) {
      await create(
        column,
        `(${column} COLLATE directory.text_order, organisation_id) INCLUDE (status)
          WHERE ${column} IS NULL OR octet_length(${column}) <= 1000`,
      );
      await create(
        `long_${column}`,
        `(organisation_id) INCLUDE (status) WHERE octet_length(${column}) > 1000`,
      );
      // Without it PostgreSQL takes a third of the table for long, and sends for workers to sort it.
      await queryRunner.query(`
        CREATE STATISTICS directory.organisation_${column}_length ON (octet_length(${column})) FROM directory.organisation`);
    }
    await create('status', `(status, organisation_id)`);
    await create(
      'signing_requirement',
      `(requires_participant_terms_and_conditions_signing, organisation_id) INCLUDE (status)`,
    );
    // The indexes answer alone only for pages of the table that were vacuumed since they changed, so that is done often.
    await queryRunner.query(`
      ALTER TABLE directory.organisation
        SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.05)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE directory.organisation
        RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)`);
    for (const column of longTextColumns) {
      await queryRunner.query(`DROP STATISTICS directory.organisation_${column}_length`);
    }
    const long = longTextColumns.map((column) => `long_${column}`);
    for (const name of [...textColumns, ...longTextColumns, ...long, 'status', 'signing_requirement']) {
      await queryRunner.query(`DROP INDEX directory.organisation_by_${name}_idx`);
    }
  }
}
