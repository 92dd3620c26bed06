import { ApiProperty } from '@nestjs/swagger';

/** Counts of live services and organisations. */
export class LiveCountsResponse {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Organisations with such a service' })
  organisations: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Services that are active, live and count as live',
  })
  services: number;
}
