import { ApiProperty } from '@nestjs/swagger';
import { requestOf, responseOf, RulesOf } from '../../../fields/shapes.js';
import { IsTrueOrFalse, Provided } from '../../../http/validation/field-rules.js';
import { pageOf } from '../pagination/page.response.dto.js';
import { warningsApi } from '../warnings.js';
import { flagFields } from './flag.fields.js';

/** The path of one flag. */
export class FlagPath {
  @ApiProperty({ ...flagFields.flagId.api, description: 'The flag ID' })
  // The sentences of a refusal are in the reverse order of the field's rules.
  @RulesOf({ rules: flagFields.flagId.rules.toReversed() })
  FlagId: string;
}

/** The body of POST. */
export class FlagCreateRequest extends requestOf(flagFields) {}

/** The body of PUT: the whole flag, and what is to become of its references. */
export class FlagUpdateRequest extends FlagCreateRequest {
  @ApiProperty({
    type: Boolean,
    description:
      'Whether a flag that is in use may be made Inactive or change its Type; every reference to it is then removed',
    example: false,
  })
  @Provided()
  @IsTrueOrFalse()
  Cascade: boolean;
}

/** A flag on the wire. */
export class FlagResponse extends responseOf(flagFields) {}

/** One page of flags. */
export const FlagPage = pageOf(FlagResponse, 'FlagPage');

/** The answer to PUT and POST: the flag, and warnings where there are any. */
export class AmendedFlagResponse extends FlagResponse {
  @ApiProperty(warningsApi)
  Warnings?: string[];
}
