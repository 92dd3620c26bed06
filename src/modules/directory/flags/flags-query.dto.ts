import { ApiProperty } from '@nestjs/swagger';
import { IsOneOf, Repeatable } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, NoAngleBrackets } from '../../../http/validation/text-rules.js';
import { PageQuery } from '../pagination/page-query.dto.js';
import { IsSort } from '../pagination/sort.decorator.js';
import { flagSort, flagStatuses, flagTypes, type FlagStatus, type FlagType } from './flag.fields.js';

/** The query of `GET /references/flags`. */
export class FlagsQuery extends PageQuery {
  @ApiProperty({
    type: 'array',
    items: { type: 'string' },
    required: false,
    maxItems: 3,
    description: 'The field name to sort by, with ,asc or ,desc; up to three times',
    example: ['Name,asc', 'Value,asc'],
  })
  @Repeatable()
  @IsSort(flagSort)
  sort?: string[];

  @ApiProperty({
    type: String,
    required: false,
    minLength: 1,
    maxLength: 255,
    pattern: '^[^<>]*$',
    description: 'Will return only flags of exactly this name',
  })
  @CodePoints(1, 255)
  @NoAngleBrackets()
  @IsStorable()
  name?: string;

  @ApiProperty({ enum: flagTypes, required: false, description: 'Will return only flags of this type' })
  @IsOneOf(flagTypes)
  type?: FlagType;

  @ApiProperty({
    enum: flagStatuses,
    required: false,
    default: 'Active',
    description: 'Will return only flags of this status',
  })
  @IsOneOf(flagStatuses)
  status?: FlagStatus;
}
