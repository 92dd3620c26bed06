import { ApiProperty } from '@nestjs/swagger';
import { IsDistinctList, IsOneOf, IsTrueOrFalse } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../../http/validation/text-rules.js';
import { IsLogoUri } from './logo-uri.decorator.js';
import { IsOrganisationId } from './organisation-id.decorator.js';
import { organisationStatuses } from './organisation.values.js';
import { OptionalText, RequiredText } from '../plain-text.decorator.js';

/** An organisation carries this many flags at most. */
export const maxFlags = 100;

/** The path of one organisation. */
export class OrganisationPath {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 40,
    pattern: '^[^<>]*$',
    description: 'The organisation ID',
    example: 'c0ffee00-0000-4000-8000-000000000001',
  })
  @IsOrganisationId()
  OrganisationId: string;
}

/** The body of PUT: the whole record. What it leaves out goes back to its default. */
export class OrganisationUpdateRequest {
  @RequiredText(5, 255, 'Address line 1', '1 Example Street')
  AddressLine1: string;

  @OptionalText(255, 'Address line 2', 'Floor 2')
  AddressLine2?: string;

  @RequiredText(2, 255, 'City', 'London')
  City: string;

  @RequiredText(1, 255, 'Legal company register for the country, i.e. Companies House', 'Companies House')
  CompanyRegister: string;

  @RequiredText(2, 255, 'Country', 'GB')
  Country: string;

  @RequiredText(2, 255, 'Country of registration for the org', 'GB')
  CountryOfRegistration: string;

  @ApiProperty({
    type: 'array',
    required: false,
    nullable: true,
    maxItems: maxFlags,
    uniqueItems: true,
    items: { type: 'string', maxLength: 40, pattern: '^[^<>]*$' },
    description: 'Ids of the flags that it carries: Active flags of Type Organisation',
    example: [],
  })
  @IsDistinctList(maxFlags)
  @IsText({ each: true })
  @CodePoints(1, 40, { each: true })
  @NoAngleBrackets({ each: true })
  @IsStorable({ each: true })
  Flags?: string[];

  @RequiredText(1, 255, 'Legal Entity name for the org. Usually the same as org name', 'Sample Bank plc')
  LegalEntityName: string;

  @IsLogoUri()
  LogoUri?: string;

  @RequiredText(1, 255, 'Name of the organisation', 'Sample Bank')
  OrganisationName: string;

  @OptionalText(65_535, 'OrganisationId or RegistrationNumber of the parent organisation', '01234567')
  ParentOrganisationReference?: string;

  @RequiredText(3, 40, 'Postcode', 'EC1A 1AA')
  Postcode: string;

  @OptionalText(255, 'Registered legal name', 'Sample Bank Public Limited Company')
  RegisteredName?: string;

  @OptionalText(
    40,
    'Registered ID for the organisation, i.e. Legal Entity Identifier',
    '529900T8BM49AURSDO55',
  )
  RegistrationId?: string;

  @RequiredText(1, 255, 'Company registration number from company register', '01234567')
  RegistrationNumber: string;

  @ApiProperty({
    type: Boolean,
    required: false,
    nullable: true,
    default: true,
    description: 'Participant Terms and Conditions Signing Required',
  })
  @IsTrueOrFalse()
  RequiresParticipantTermsAndConditionsSigning?: boolean;

  @OptionalText(255, 'Size of the organisation', 'Large')
  Size?: string;

  @ApiProperty({
    enum: organisationStatuses,
    required: false,
    nullable: true,
    default: 'Pending',
    description: 'Status of the directory registration of an organisation',
    example: 'Active',
  })
  @IsOneOf(organisationStatuses)
  Status?: (typeof organisationStatuses)[number];
}

/** The body of POST: as PUT, with an id where the caller has one. Status defaults to Active. */
export class OrganisationCreateRequest extends OrganisationUpdateRequest {
  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    minLength: 1,
    maxLength: 40,
    pattern: '^[^<>]*$',
    description: 'The organisation ID; a UUID is made where it is absent',
    example: 'my-organisation',
  })
  @IsOrganisationId()
  OrganisationId?: string;

  @ApiProperty({
    enum: organisationStatuses,
    required: false,
    nullable: true,
    default: 'Active',
    description: 'Status of the directory registration of an organisation',
    example: 'Active',
  })
  @IsOneOf(organisationStatuses)
  override Status?: (typeof organisationStatuses)[number];
}
