import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Organisation } from './organisation.entity.js';

/** A host name whose e-mail addresses belong to an organisation; it has one owner. */
@Entity({ schema: 'notify', name: 'organisation_domain' })
@Unique('organisation_domain_organisation_id_position_key', ['organisationId', 'position'])
@Check(
  'organisation_domain_domain_check',
  `domain ~ '^[a-z0-9.-]+$' AND domain NOT LIKE '%.gsi.gov.uk%' AND char_length(domain) <= 253`,
)
export class OrganisationDomain {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'organisation_domain_pkey' })
  domain: string;

  @Column({ name: 'organisation_id', type: 'uuid' })
  @ForeignKey(() => Organisation, { name: 'organisation_domain_organisation_id_fkey' })
  organisationId: string;

  /** Counts from 1 in the order in which the list was set. */
  @Column({ type: 'integer' })
  position: number;
}
