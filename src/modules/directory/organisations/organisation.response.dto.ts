import { ApiProperty } from '@nestjs/swagger';
import { FlagResponse } from '../flags/flag.response.dto.js';
import { organisationStatuses, type OrganisationStatus } from './organisation.values.js';

const pattern = '^[^<>]*$';
const text = (maxLength: number, description: string) =>
  ApiProperty({ type: String, maxLength, pattern, description });
const nullableText = (maxLength: number, description: string) =>
  ApiProperty({ type: String, nullable: true, maxLength, pattern, description });

/** An organisation on the wire: all 19 published fields in the published order, then its flags. */
export class OrganisationResponse {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 40,
    pattern,
    description: 'Unique ID of the organisation',
  })
  OrganisationId: string;

  @ApiProperty({
    enum: organisationStatuses,
    description: 'Status of the directory registration of an organisation',
  })
  Status: OrganisationStatus;

  @text(255, 'Name of the organisation')
  OrganisationName: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    maxLength: 30,
    description: 'When it was created, UTC, milliseconds',
  })
  CreatedOn: string;

  @text(255, 'Legal Entity name for the org. Usually the same as org name')
  LegalEntityName: string;

  @text(255, 'Country of registration for the org')
  CountryOfRegistration: string;

  @text(255, 'Legal company register for the country, i.e. Companies House')
  CompanyRegister: string;

  @nullableText(255, 'Size of the organisation')
  Size: string | null;

  @text(255, 'Company registration number from company register')
  RegistrationNumber: string;

  @nullableText(40, 'Registered ID for the organisation, i.e. Legal Entity Identifier')
  RegistrationId: string | null;

  @nullableText(255, 'Registered legal name')
  RegisteredName: string | null;

  @text(255, 'Address line 1')
  AddressLine1: string;

  @nullableText(255, 'Address line 2')
  AddressLine2: string | null;

  @text(255, 'City')
  City: string;

  @text(40, 'Postcode')
  Postcode: string;

  @text(255, 'Country')
  Country: string;

  @nullableText(65_535, 'OrganisationId or RegistrationNumber of the parent organisation')
  ParentOrganisationReference: string | null;

  @ApiProperty({ type: Boolean, description: 'Whether it requires terms and conditions to be signed' })
  RequiresParticipantTermsAndConditionsSigning: boolean;

  @ApiProperty({ type: String, nullable: true, maxLength: 65_535, description: 'A compliant URI' })
  LogoUri: string | null;

  @ApiProperty({
    type: [FlagResponse],
    description: 'The flags that the caller may see, by Name, Value and Id',
  })
  Flags: FlagResponse[];
}

/** What PUT and POST answer: the organisation, and warnings where there is something to warn of. */
export class AmendedOrganisationResponse extends OrganisationResponse {
  @ApiProperty({
    type: [String],
    required: false,
    description: 'Sentences that each begin with the name of a field',
  })
  Warnings?: string[];
}
