import { ApiProperty } from '@nestjs/swagger';
import { flagFields } from '../flags/flag.fields.js';
import { organisationFields, type OrganisationStatus } from '../organisations/organisation.fields.js';
import { daysOfChanges, maxGroups } from './statistics-limits.js';

const count = { type: 'integer', minimum: 0 } as const;

/** The number of organisations with one Status. */
export class StatusCountResponse {
  @ApiProperty(organisationFields.status.api)
  Status: OrganisationStatus;

  @ApiProperty({ ...count, description: 'The number of organisations with this Status' })
  Count: number;
}

/** The number of organisations in one country. */
export class CountryCountResponse {
  @ApiProperty({
    ...organisationFields.country.api,
    nullable: true,
    description: 'The field Country as it is stored; null for all smaller countries together',
  })
  Country: string | null;

  @ApiProperty({ ...count, description: 'The number of organisations in this country' })
  Count: number;
}

/** The number of organisations with one flag. */
export class FlagCountResponse {
  @ApiProperty(flagFields.flagId.api)
  Id: string;

  @ApiProperty(flagFields.name.api)
  Name: string;

  @ApiProperty(flagFields.value.api)
  Value: string;

  @ApiProperty({ ...count, description: 'The number of organisations with this flag' })
  Count: number;
}

/** The number of organisations of one month. */
export class MonthCountResponse {
  @ApiProperty({ type: String, pattern: String.raw`^\d{4}-\d{2}$`, description: 'A month in UTC' })
  Month: string;

  @ApiProperty({ ...count, description: 'The number of organisations whose CreatedOn is in this month' })
  Count: number;
}

/** The number of changes of one day. */
export class DayCountResponse {
  @ApiProperty({ type: String, format: 'date', description: 'A day in UTC' })
  Day: string;

  @ApiProperty({ ...count, description: 'The number of history entries of this day that the caller may see' })
  Count: number;
}

/** Counts of the organisations that match, all of one moment. */
export class OrganisationStatisticsResponse {
  @ApiProperty({ ...count, description: 'The number of organisations that match' })
  totalSize: number;

  @ApiProperty({ type: [StatusCountResponse], description: 'Every Status, also those without organisations' })
  byStatus: StatusCountResponse[];

  @ApiProperty({
    type: [CountryCountResponse],
    maxItems: maxGroups + 1,
    description: `The ${maxGroups} countries with the most organisations, then the others together as null`,
  })
  byCountry: CountryCountResponse[];

  @ApiProperty({
    type: [FlagCountResponse],
    maxItems: maxGroups,
    description: `The ${maxGroups} flags on the most organisations, of those that the caller may see`,
  })
  byFlag: FlagCountResponse[];

  @ApiProperty({
    type: [MonthCountResponse],
    description:
      'The months from the first CreatedOn to the present month, or to a later CreatedOn. Gaps of up to ten years are filled with 0.',
  })
  createdByMonth: MonthCountResponse[];

  @ApiProperty({
    type: [DayCountResponse],
    minItems: daysOfChanges,
    maxItems: daysOfChanges,
    description: `The last ${daysOfChanges} days, the present one last`,
  })
  changesByDay: DayCountResponse[];
}
