import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsOneOf, IsTrueOrFalseText, Repeatable } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, MatchesText } from '../../../http/validation/text-rules.js';
import { IsEmailInQuery } from '../admin-users/user-email.js';
import { maxEmailLength } from '../participants-file/email-address.js';
import { maxPageSize, pageQueryUpTo } from '../pagination/page-query.dto.js';
import { IsSort } from '../pagination/sort.decorator.js';
import { QueryText } from '../query-text.decorator.js';
import { organisationSort, organisationStatuses, type OrganisationStatus } from './organisation.fields.js';

/** The published maximum. */
const maxListSize = 50_000;
const sizeDescription = `The size of the page; one of more than ${maxPageSize} is streamed, and few are at a time`;

/** A year that PostgreSQL has, or a month of one. */
const period = /^(?!0000)\d{4}(-(0[1-9]|1[0-2]))?$/;

/** The filters of a query that is about many organisations. */
export class OrganisationFilterQuery {
  @ApiProperty({
    type: String,
    required: false,
    maxLength: maxEmailLength,
    description:
      'Set to an email value to instruct the backend to only return organisations related to the user',
  })
  @CodePoints(1, maxEmailLength)
  @IsStorable()
  @IsEmailInQuery()
  displayMine?: string;

  @QueryText(
    255,
    'Will return organisations with data like the provided value, whatever its case and accents',
  )
  filterBy?: string;

  @ApiProperty({
    enum: ['true', 'false'],
    required: false,
    default: 'false',
    description: 'Will return only active organisations',
  })
  @IsTrueOrFalseText()
  hideInactive?: string;

  @ApiProperty({
    enum: organisationStatuses,
    required: false,
    description: 'Will return only organisations of this Status',
  })
  @IsOneOf(organisationStatuses)
  status?: OrganisationStatus;

  @QueryText(255, 'Will return only organisations with exactly this Country')
  country?: string;

  @QueryText(40, 'Will return only organisations that carry the flag with this Id')
  flag?: string;

  @QueryText(255, 'Will return only organisations whose ParentOrganisationReference is exactly this text')
  parent?: string;

  @ApiProperty({
    type: String,
    required: false,
    pattern: period.source,
    description: 'Will return only organisations whose CreatedOn is in this year or month, in UTC',
  })
  @MatchesText(period, 'must be a year or a month such as 2026-11')
  createdIn?: string;
}

/** The query of `GET /organisations`. */
export class OrganisationsQuery extends IntersectionType(
  pageQueryUpTo(maxListSize, sizeDescription),
  OrganisationFilterQuery,
) {
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
}
