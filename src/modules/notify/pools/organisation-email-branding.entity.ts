import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An e-mail branding that the services of an organisation may choose. */
@Entity({ schema: 'notify', name: 'organisation_email_branding' })
@Index('organisation_email_branding_email_branding_id_idx', ['emailBrandingId'])
export class OrganisationEmailBranding {
  @PrimaryColumn({
    name: 'organisation_id',
    type: 'uuid',
    primaryKeyConstraintName: 'organisation_email_branding_pkey',
  })
  @ForeignKey('organisation', { name: 'organisation_email_branding_organisation_id_fkey' })
  organisationId: string;

  @PrimaryColumn({
    name: 'email_branding_id',
    type: 'uuid',
    primaryKeyConstraintName: 'organisation_email_branding_pkey',
  })
  @ForeignKey('email_branding', { name: 'organisation_email_branding_email_branding_id_fkey' })
  emailBrandingId: string;
}
