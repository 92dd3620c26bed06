import { ApiProperty } from '@nestjs/swagger';
import { ServiceResponse } from './service.response.dto.js';

const time = { type: String, format: 'date-time' } as const;
const nothing = {
  type: 'array',
  items: { type: 'object' },
  maxItems: 0,
  description: 'Kept for its readers',
} as const;

/** A service as it was. */
export class ServiceVersionResponse extends ServiceResponse {
  @ApiProperty(time)
  created_at: string;

  @ApiProperty({ ...time, nullable: true, description: 'When this version was made; null for the first' })
  updated_at: string | null;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version: number;
}

/** What is kept of the past of a service. */
export class ServicePastResponse {
  @ApiProperty(nothing)
  api_key_history: readonly [];

  @ApiProperty(nothing)
  events: readonly [];

  @ApiProperty({ type: [ServiceVersionResponse], description: 'Every version, the first one first' })
  service_history: ServiceVersionResponse[];

  @ApiProperty(nothing)
  template_history: readonly [];
}

/** The past of a service. */
export class ServiceHistoryResponse {
  @ApiProperty({ type: ServicePastResponse })
  data: ServicePastResponse;
}
