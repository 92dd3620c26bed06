import { ApiProperty } from '@nestjs/swagger';
import { Required, UuidField } from '../validation/schema-rules.js';
import { BrandingText } from './branding-text.decorator.js';

const filename = "Unique; of the logo's file, without a suffix";

/** The body of a POST that makes a letter branding. */
export class LetterBrandingCreateRequest {
  @BrandingText('Unique', { required: true })
  @Required()
  name: string;

  @BrandingText(filename, { required: true })
  @Required()
  filename: string;

  @ApiProperty({ type: String, format: 'uuid', required: false, nullable: true, description: 'A user' })
  @UuidField({ nullable: true })
  created_by_id?: string | null;
}

/** The body of a POST that changes one; what is not sent stays as it is. */
export class LetterBrandingUpdateRequest {
  @BrandingText('Unique', { required: false })
  name?: string;

  @BrandingText(filename, { required: false })
  filename?: string;
}
