import { ApiProperty } from '@nestjs/swagger';
import { type BrandType, brandTypes } from './brand-types.js';

/** An e-mail branding on the wire. */
export class EmailBrandingResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Says what the logo shows; null where text is shown',
  })
  alt_text: string | null;

  @ApiProperty({ enum: brandTypes })
  brand_type: BrandType;

  @ApiProperty({ type: String, nullable: true, example: '#005ea5' })
  colour: string | null;

  @ApiProperty({ type: String, format: 'date-time', example: '2024-01-10T08:30:00.000000Z' })
  created_at: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The user who made it' })
  created_by: string | null;

  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, nullable: true, description: "The name of the logo's file" })
  logo: string | null;

  @ApiProperty({ type: String, description: 'Unique; once archived, _archived_, when, and what it was' })
  name: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Shown beside the logo; null where alt_text is there',
  })
  text: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null until it is changed' })
  updated_at: string | null;
}

/** All e-mail brandings. */
export class EmailBrandingsResponse {
  @ApiProperty({ type: [EmailBrandingResponse] })
  email_branding: EmailBrandingResponse[];
}

/** One that was asked for. */
export class OneEmailBrandingResponse {
  @ApiProperty({ type: EmailBrandingResponse })
  email_branding: EmailBrandingResponse;
}

/** One that was made or changed. */
export class ChangedEmailBrandingResponse {
  @ApiProperty({ type: EmailBrandingResponse })
  data: EmailBrandingResponse;
}
