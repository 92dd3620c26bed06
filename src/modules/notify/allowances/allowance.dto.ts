import { ApiProperty } from '@nestjs/swagger';
import { maxInteger, WholeNumber } from '../validation/number-rules.js';
import { Required } from '../validation/schema-rules.js';

/** The body of POST: the agreed number of free SMS fragments in the current financial year. */
export class AllowanceRequest {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: maxInteger, example: 250_000 })
  @WholeNumber(0, maxInteger)
  @Required()
  free_sms_fragment_limit: number;

  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'The current financial year; another one is refused',
    example: 2026,
  })
  @WholeNumber(-maxInteger, maxInteger)
  financial_year_start?: number;
}
