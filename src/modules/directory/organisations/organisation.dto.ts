import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { alphabetically, patchOf, requestOf, responseOf, RulesOf } from '../../../fields/shapes.js';
import { Clearable, Ignores, SameAsInPath } from '../../../http/validation/field-readings.js';
import { IsOneOf } from '../../../http/validation/field-rules.js';
import { IsText, MatchesText } from '../../../http/validation/text-rules.js';
import { FlagResponse } from '../flags/flag.dto.js';
import { pageOf } from '../pagination/page.response.dto.js';
import { warningsApi } from '../warnings.js';
import { flagIdsApi, FlagIds } from './flag-ids.js';
import { organisationFields, organisationStatuses, type OrganisationStatus } from './organisation.fields.js';
import { IsNotReserved, organisationIdApi } from './organisation-id.js';
import { reservedOrganisationIds } from './organisation-id-checks.js';

const requestFields = alphabetically(organisationFields);

/** Fields of older clients of the published directory. */
const olderFields = {
  Tags: 'is not a field of this API and was ignored; use Flags.',
  Tag: 'is not a field of this API and was ignored; use Flags.',
};

/** The path of one organisation. */
export class OrganisationPath {
  @ApiProperty({ ...organisationIdApi, description: 'The organisation ID' })
  @RulesOf(organisationFields.organisationId)
  OrganisationId: string;
}

/** OrganisationId in a body that GET answered: it says again what the path says. */
const IdOfPath = applyDecorators(
  ApiProperty({
    ...organisationIdApi,
    required: false,
    nullable: true,
    readOnly: true,
    description: 'As GET shows it: equal to the OrganisationId of the path',
  }),
  IsText(),
  SameAsInPath(),
);

/** CreatedOn in a body that GET answered; the amendment compares it with the organisation's own. */
const CreatedOnAsShown = applyDecorators(
  ApiProperty({
    ...organisationFields.createdOn.api,
    required: false,
    nullable: true,
    readOnly: true,
    description: 'As GET shows it: equal to that of the organisation',
  }),
  IsText(),
  MatchesText(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3}0{0,6})?(Z|[+-]\d{2}:\d{2})$/i,
    'must be a date-time such as 2020-12-18T17:53:49.832Z',
  ),
);

/** Warnings in a body that a write answered. */
const WarningsAsShown = ApiProperty({
  ...warningsApi,
  nullable: true,
  readOnly: true,
  description: 'As a write answers it; ignored',
});

/** The body of PUT: the whole record. A field that it leaves out goes back to its default. */
@Ignores({ Warnings: null, ...olderFields })
export class OrganisationUpdateRequest extends requestOf(requestFields) {
  @ApiProperty(flagIdsApi)
  @FlagIds
  Flags?: string[];

  @IdOfPath
  OrganisationId?: string;

  @CreatedOnAsShown
  CreatedOn?: string;

  @WarningsAsShown
  Warnings?: string[];
}

/** The body of PATCH: a JSON Merge Patch. A field that it leaves out stays; null clears one that may have no value. */
@Ignores({ Warnings: null, ...olderFields })
export class OrganisationPatchRequest extends patchOf(requestFields) {
  @ApiProperty(flagIdsApi)
  @FlagIds
  @Clearable()
  Flags?: string[] | null;

  @IdOfPath
  OrganisationId?: string;

  @CreatedOnAsShown
  CreatedOn?: string;

  @WarningsAsShown
  Warnings?: string[];
}

/** The body of POST: as PUT, with an id where the caller has one. Status defaults to Active. */
@Ignores(olderFields)
export class OrganisationCreateRequest extends requestOf(requestFields) {
  @ApiProperty(flagIdsApi)
  @FlagIds
  Flags?: string[];

  @ApiProperty({
    ...organisationIdApi,
    required: false,
    nullable: true,
    description: `The organisation ID; a UUID is made where it is absent; not ${reservedOrganisationIds.join(', ')}`,
    example: 'my-organisation',
  })
  @IsNotReserved
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
  @ApiProperty(warningsApi)
  Warnings?: string[];
}
