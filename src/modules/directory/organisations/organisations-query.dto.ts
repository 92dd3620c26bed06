import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsTrueOrFalseText, Repeatable } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, NoAngleBrackets } from '../../../http/validation/text-rules.js';
import { IsEmailInQuery } from '../admin-users/user-email.js';
import { maxEmailLength } from '../participants-file/email-address.js';
import { maxPageSize, pageQueryUpTo } from '../pagination/page-query.dto.js';
import { IsSort } from '../pagination/sort.decorator.js';
import { organisationSort } from './organisation.fields.js';

/** The published maximum. */
const maxListSize = 50_000;
const sizeDescription = `The size of the page; one of more than ${maxPageSize} is streamed, and few are at a time`;

const DisplayMine = applyDecorators(
  ApiProperty({
    type: String,
    required: false,
    maxLength: maxEmailLength,
    description:
      'Set to an email value to instruct the backend to only return organisations related to the user',
  }),
  CodePoints(1, maxEmailLength),
  IsStorable(),
  IsEmailInQuery(),
);

const FilterBy = applyDecorators(
  ApiProperty({
    type: String,
    required: false,
    minLength: 1,
    maxLength: 255,
    pattern: '^[^<>]*$',
    description: 'Will return organisations with data like the provided value, whatever its case and accents',
  }),
  CodePoints(1, 255),
  NoAngleBrackets(),
  IsStorable(),
);

const HideInactive = applyDecorators(
  ApiProperty({
    enum: ['true', 'false'],
    required: false,
    default: 'false',
    description: 'Will return only active organisations',
  }),
  IsTrueOrFalseText(),
);

/** The filters of a query that is about many organisations. */
export class OrganisationFilterQuery {
  @DisplayMine
  displayMine?: string;

  @FilterBy
  filterBy?: string;

  @HideInactive
  hideInactive?: string;
}

/** The query of `GET /organisations`. */
export class OrganisationsQuery
  extends pageQueryUpTo(maxListSize, sizeDescription)
  implements OrganisationFilterQuery
{
  @ApiProperty({
    type: 'array',
    items: { type: 'string' },
    required: false,
    maxItems: 3,
    description: 'The field name to sort by, with ,asc or ,desc; up to three times',
    example: ['OrganisationName,asc'],
  })
  @Repeatable()
  @IsSort(organisationSort)
  sort?: string[];

  @DisplayMine
  displayMine?: string;

  @FilterBy
  filterBy?: string;

  @HideInactive
  hideInactive?: string;
}
