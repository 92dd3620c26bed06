import { ApiProperty } from '@nestjs/swagger';
import { Required, UuidField } from '../validation/schema-rules.js';

/** The body of a POST that links a service to an organisation. */
export class ServiceLinkRequest {
  @ApiProperty({ type: String, format: 'uuid' })
  @Required()
  @UuidField()
  service_id: string;
}

/** A service in the list of its organisation. */
export class LinkedServiceResponse {
  @ApiProperty({ type: Boolean, description: 'False for what is archived' })
  active: boolean;

  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'E-mails a day' })
  message_limit: number;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String, format: 'uuid' })
  organisation_id: string;

  @ApiProperty({ type: Boolean, description: 'True for a trial' })
  restricted: boolean;
}
