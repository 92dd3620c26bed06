import { ApiProperty } from '@nestjs/swagger';

/** A service as the list of an organisation shows it. */
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
