import { ApiProperty } from '@nestjs/swagger';
import { IsOneOf, Repeatable } from '../../../http/validation/field-rules.js';
import { PageQuery } from '../pagination/page-query.dto.js';
import { IsSort } from '../pagination/sort.decorator.js';
import { QueryText } from '../query-text.decorator.js';
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

  @QueryText(255, 'Will return only flags of exactly this name')
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
