import { ApiProperty } from '@nestjs/swagger';

/** The response of a healthy service. */
export class StatusResponse {
  @ApiProperty({ type: String, description: 'The last migration of the database' })
  db_version: string;

  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}
