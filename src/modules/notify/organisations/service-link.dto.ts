import { ApiProperty } from '@nestjs/swagger';
import { Required, UuidField } from '../validation/schema-rules.js';

/** The service that joins an organisation. */
export class ServiceLinkRequest {
  @ApiProperty({ type: String, format: 'uuid' })
  @Required()
  @UuidField()
  service_id: string;
}
