import { Column, Entity, JoinTable, ManyToMany, PrimaryColumn } from 'typeorm';

/** The directory's tables as a NestJS project has them: entities with a many-to-many relation. */
@Entity({ schema: 'directory', name: 'flag' })
export class Flag {
  @PrimaryColumn({ name: 'flag_id', type: 'text' })
  flagId: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text' })
  value: string;

  @Column({ type: 'text' })
  status: string;

  @Column({ name: 'access_level', type: 'integer' })
  accessLevel: number;
}

@Entity({ schema: 'directory', name: 'organisation' })
export class Organisation {
  @PrimaryColumn({ name: 'organisation_id', type: 'text' })
  organisationId: string;

  @Column({ type: 'text' })
  status: string;

  @Column({ name: 'organisation_name', type: 'text' })
  organisationName: string;

  @Column({ name: 'created_on', type: 'timestamptz' })
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

  @Column({ name: 'requires_participant_terms_and_conditions_signing', type: 'boolean' })
  requiresParticipantTermsAndConditionsSigning: boolean;

  @Column({ name: 'logo_uri', type: 'text', nullable: true })
  logoUri: string | null;

  @Column({ type: 'integer' })
  revision: number;

  @ManyToMany(() => Flag)
  @JoinTable({
    schema: 'directory',
    name: 'organisation_flag',
    joinColumn: { name: 'organisation_id' },
    inverseJoinColumn: { name: 'flag_id' },
  })
  flags: Flag[];
}

@Entity({ schema: 'directory', name: 'organisation_history' })
export class OrganisationHistory {
  @PrimaryColumn({ name: 'organisation_id', type: 'text' })
  organisationId: string;

  @PrimaryColumn({ type: 'integer' })
  revision: number;

  @Column({ name: 'client_id', type: 'text' })
  clientId: string;

  @Column({ name: 'interaction_id', type: 'text' })
  interactionId: string;

  @Column({ type: 'text' })
  operation: string;

  @Column({ type: 'jsonb' })
  changes: unknown;
}

/** The directory's count buckets, for a total without counting. */
@Entity({ schema: 'directory', name: 'organisation_count_bucket' })
export class OrganisationCountBucket {
  @PrimaryColumn({ name: 'bucket_id', type: 'bigint' })
  bucketId: string;

  @Column({ type: 'integer' })
  total: number;
}
