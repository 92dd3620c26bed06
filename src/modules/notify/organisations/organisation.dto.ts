import { ApiProperty } from '@nestjs/swagger';
import { responseOf } from '../../../fields/shapes.js';
import { creationOf, updateOf } from '../fields/requests.js';
import { NoOtherFields } from '../validation/body-style.js';
import { organisationFields, organisationSummaryFields } from './organisation.fields.js';

/** The body of POST /organisation (contract section 1.5). */
@NoOtherFields()
export class OrganisationCreateRequest extends creationOf(organisationFields) {}

/** The body of POST /organisation/{id}. A field that is absent keeps its value, null clears (contract section 1.6). */
@NoOtherFields()
export class OrganisationUpdateRequest extends updateOf(organisationFields) {}

/** An organisation with all its fields: 25 keys. */
export class OrganisationResponse extends responseOf(organisationFields) {}

/** An organisation in a list. */
export class OrganisationSummaryResponse extends responseOf(organisationSummaryFields) {}

/** The response to a search. */
export class OrganisationSearchResponse {
  @ApiProperty({ type: [OrganisationSummaryResponse], description: 'By name; empty if nothing was found' })
  data: OrganisationSummaryResponse[];
}
