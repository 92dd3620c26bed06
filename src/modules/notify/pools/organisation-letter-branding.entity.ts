import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A letter branding that the services of an organisation may choose. */
@Entity({ schema: 'notify', name: 'organisation_letter_branding' })
@Index('organisation_letter_branding_letter_branding_id_idx', ['letterBrandingId'])
export class OrganisationLetterBranding {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'uuid',
    primaryKeyConstraintName: 'organisation_letter_branding_pkey',
  })
  @ForeignKey('organisation', { name: 'organisation_letter_branding_organisation_id_fkey' })
  organisationId: string;

  @PrimaryColumn({
    name: 'letter_branding_id',
    type: 'uuid',
    primaryKeyConstraintName: 'organisation_letter_branding_pkey',
  })
  @ForeignKey('letter_branding', { name: 'organisation_letter_branding_letter_branding_id_fkey' })
  letterBrandingId: string;
}
