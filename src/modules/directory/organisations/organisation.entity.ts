import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { OrganisationStatus } from './organisation.values.js';

/** `^[^<>]*$` and the length in code points: the same rule that the DTO has for the wire. */
function PlainTextCheck(column: string, least: number, most: number): ClassDecorator {
  return Check(
    `organisation_${column}_check`,
    `${column} ~ '^[^<>]*$' AND char_length(${column}) BETWEEN ${least} AND ${most}`,
  );
}

/** What JavaScript's `\s` matches, written out: PostgreSQL's own depends on the locale, and knows ASCII only in C. */
const blank = '\\u0009-\\u000D\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';

/** An organisation of the trust framework, as the table holds it. */
@Entity({ schema: 'directory', name: 'organisation' })
@Check(
  'organisation_organisation_id_check',
  `organisation_id ~ '^[^<>]*$' AND char_length(organisation_id) BETWEEN 1 AND 40
   AND organisation_id NOT IN ('.', '..') AND organisation_id !~ '^[${blank}]|[${blank}]$'`,
)
@Check('organisation_status_check', `status IN ('Active', 'Pending', 'Withdrawn')`)
@PlainTextCheck('organisation_name', 1, 255)
@PlainTextCheck('legal_entity_name', 1, 255)
@PlainTextCheck('country_of_registration', 2, 255)
@PlainTextCheck('company_register', 1, 255)
@PlainTextCheck('size', 1, 255)
@PlainTextCheck('registration_number', 1, 255)
@PlainTextCheck('registration_id', 1, 40)
@PlainTextCheck('registered_name', 1, 255)
@PlainTextCheck('address_line1', 5, 255)
@PlainTextCheck('address_line2', 1, 255)
@PlainTextCheck('city', 2, 255)
@PlainTextCheck('postcode', 3, 40)
@PlainTextCheck('country', 2, 255)
@PlainTextCheck('parent_organisation_reference', 1, 65_535)
@Check(
  'organisation_logo_uri_check',
  `char_length(logo_uri) BETWEEN 1 AND 65535
   AND logo_uri ~ '^(http://|https://).*.(svg|png|jpg|jpeg)$|^(data:image/[a-zA-Z0-9;+=-]+,[A-Za-z0-9+/]*={0,2})$'
   AND logo_uri !~ '[<>\\u0001-\\u0020\\u007F-\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]'`,
)
@Check(
  'organisation_created_on_check',
  `created_on >= '0001-01-01T00:00:00Z' AND created_on < '10000-01-01T00:00:00Z'`,
)
@Check('organisation_revision_check', `revision >= 1`)
@Index('organisation_created_on_idx', ['createdOn', 'organisationId'])
@Index('organisation_active_created_on_idx', ['createdOn', 'organisationId'], { where: `status = 'Active'` })
@Index('organisation_status_idx', ['status', 'organisationId'])
// TypeORM can't declare collations, INCLUDE or GIN.
@Index('organisation_organisation_name_idx', { synchronize: false })
@Index('organisation_legal_entity_name_idx', { synchronize: false })
@Index('organisation_registration_number_idx', { synchronize: false })
@Index('organisation_country_idx', { synchronize: false })
@Index('organisation_search_text_idx', { synchronize: false })
export class Organisation {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'text',
    collation: 'C',
    primaryKeyConstraintName: 'organisation_pkey',
  })
  organisationId: string;

  @Column({ type: 'text' })
  status: OrganisationStatus;

  @Column({ name: 'organisation_name', type: 'text' })
  organisationName: string;

  @Column({ name: 'created_on', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdOn: Date;

  @Column({ name: 'legal_entity_name', type: 'text' })
  legalEntityName: string;

  @Column({ name: 'country_of_registration', type: 'text' })
  countryOfRegistration: string;

  @Column({ name: 'company_register', type: 'text' })
  companyRegister: string;

  @Column({ type: 'text', nullable: true })
  size: string | null;

  @Column({ name: 'registration_number', type: 'text' })
  registrationNumber: string;

  @Column({ name: 'registration_id', type: 'text', nullable: true })
  registrationId: string | null;

  @Column({ name: 'registered_name', type: 'text', nullable: true })
  registeredName: string | null;

  @Column({ name: 'address_line1', type: 'text' })
  addressLine1: string;

  @Column({ name: 'address_line2', type: 'text', nullable: true })
  addressLine2: string | null;

  @Column({ type: 'text' })
  city: string;

  @Column({ type: 'text' })
  postcode: string;

  @Column({ type: 'text' })
  country: string;

  @Column({ name: 'parent_organisation_reference', type: 'text', nullable: true })
  parentOrganisationReference: string | null;

  @Column({ name: 'requires_participant_terms_and_conditions_signing', type: 'boolean', default: true })
  requiresParticipantTermsAndConditionsSigning: boolean;

  @Column({ name: 'logo_uri', type: 'text', nullable: true })
  logoUri: string | null;

  /** Counts the entries of its history. */
  @Column({ type: 'integer', default: 1 })
  revision: number;

  /** What filterBy looks in; kept by a trigger. */
  @Column({ name: 'search_text', type: 'text', default: '', select: false, insert: false, update: false })
  searchText: string;
}

/** The column that only searches read. */
export type SearchColumn = 'searchText';
