import { ApiProperty } from '@nestjs/swagger';
import { alphabetically, requestOf, responseOf, RulesOf } from '../../../fields/shapes.js';
import { IsDistinctList, IsOneOf } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../../http/validation/text-rules.js';
import { FlagResponse } from '../flags/flag.dto.js';
import { pageOf } from '../pagination/page.response.dto.js';
import { organisationFields, organisationStatuses, type OrganisationStatus } from './organisation.fields.js';
import { organisationIdApi } from './organisation-id.js';

/** The maximum number of flags on an organisation. */
export const maxFlags = 100;

/** The path of one organisation. */
export class OrganisationPath {
  @ApiProperty({ ...organisationIdApi, description: 'The organisation ID' })
  @RulesOf(organisationFields.organisationId)
  OrganisationId: string;
}

/** The body of PUT: the whole record. A field that it leaves out goes back to its default. */
export class OrganisationUpdateRequest extends requestOf(alphabetically(organisationFields)) {
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
}

/** The body of POST: as PUT, with an id where the caller has one. Status defaults to Active. */
export class OrganisationCreateRequest extends OrganisationUpdateRequest {
  @ApiProperty({
    ...organisationIdApi,
    required: false,
    nullable: true,
    description: 'The organisation ID; a UUID is made where it is absent',
    example: 'my-organisation',
  })
  @RulesOf(organisationFields.organisationId)
  OrganisationId?: string;

  @ApiProperty({ ...organisationFields.status.api, required: false, nullable: true, default: 'Active' })
  @IsOneOf(organisationStatuses)
  override Status?: OrganisationStatus;
}

/** An organisation on the wire: all 19 published fields in the published order, then its flags. */
export class OrganisationResponse extends responseOf(organisationFields) {
  @ApiProperty({
    type: [FlagResponse],
    description: 'The flags that the caller may see, by Name, Value and Id',
  })
  Flags: FlagResponse[];
}

/** One page of organisations. */
export const OrganisationPage = pageOf(OrganisationResponse, 'OrganisationPage');

/** The answer to PUT and POST: the organisation, and warnings where there are any. */
export class AmendedOrganisationResponse extends OrganisationResponse {
  @ApiProperty({
    type: [String],
    required: false,
    description: 'Sentences that each begin with the name of a field',
  })
  Warnings?: string[];
}
