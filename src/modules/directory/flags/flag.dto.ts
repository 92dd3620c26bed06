import { ApiProperty } from '@nestjs/swagger';
import { IsOneOf, IsTrueOrFalse, IsWholeNumber, Provided } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../../http/validation/text-rules.js';
import { OptionalText, RequiredText } from '../plain-text.decorator.js';
import { flagStatuses, flagTypes, type FlagStatus, type FlagType } from './flag.values.js';

/** PostgreSQL's largest integer. */
const maxAccessLevel = 2_147_483_647;

/** The path of one flag. */
export class FlagPath {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 40,
    pattern: '^[^<>]*$',
    description: 'The flag ID',
    example: 'f1a90000-0000-4000-8000-000000000001',
  })
  @IsText()
  @CodePoints(1, 40)
  @NoAngleBrackets()
  @IsStorable()
  FlagId: string;
}

/** The body of POST. */
export class FlagCreateRequest {
  @RequiredText(1, 255, 'The name of this flag', 'Company kind')
  Name: string;

  @OptionalText(255, 'The description of this flag', 'What kind of company it is')
  Description?: string;

  @ApiProperty({ enum: flagTypes, description: 'The type of resource that it can be put on' })
  @Provided()
  @IsOneOf(flagTypes)
  Type: FlagType;

  @RequiredText(1, 255, 'The value of this flag', 'Bank')
  Value: string;

  @ApiProperty({ enum: flagStatuses, description: 'Current status of this flag' })
  @Provided()
  @IsOneOf(flagStatuses)
  Status: FlagStatus;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: maxAccessLevel,
    description: 'The access level as a number. The higher the number, the more sensitive it is',
    example: 0,
  })
  @Provided()
  @IsWholeNumber(0, maxAccessLevel)
  AccessLevel: number;
}

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
