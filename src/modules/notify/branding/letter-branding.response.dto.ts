import { ApiProperty } from '@nestjs/swagger';

/** A letter branding on the wire. */
export class LetterBrandingResponse {
  @ApiProperty({ type: String, format: 'date-time', example: '2024-01-10T08:30:00.000000Z' })
  created_at: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The user who made it' })
  created_by: string | null;

  @ApiProperty({ type: String, description: "Of the logo's file, without a suffix" })
  filename: string;

  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null until it is changed' })
  updated_at: string | null;
}
