import { ApiProperty } from '@nestjs/swagger';

/** The SMS fragments that a service may send without paying in a financial year. */
export class AllowanceResponse {
  @ApiProperty({ type: 'integer', description: 'The year in which the financial year starts, on 1 April' })
  financial_year_start: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  free_sms_fragment_limit: number;
}
