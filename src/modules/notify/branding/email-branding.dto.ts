import { ApiProperty } from '@nestjs/swagger';
import { OneOf, Required, UuidField } from '../validation/schema-rules.js';
import { type BrandType, brandTypes } from './brand-types.js';
import { BrandingText, OptionalBrandingText } from './branding-text.decorator.js';

const colour = 'Of the banner, as #005ea5';
const logo = "The name of the logo's file";
const text = 'Shown beside the logo; exactly one of this and alt_text must be there';
const altText = 'Says what the logo shows; exactly one of this and text must be there';

/** The body of a POST that makes an e-mail branding. */
export class EmailBrandingCreateRequest {
  @OptionalBrandingText(colour, 7)
  colour?: string | null;

  @BrandingText('Unique', { required: true })
  @Required()
  name: string;

  @OptionalBrandingText(text)
  text?: string | null;

  @OptionalBrandingText(altText)
  alt_text?: string | null;

  @OptionalBrandingText(logo)
  logo?: string | null;

  @ApiProperty({ enum: brandTypes, required: false, nullable: true, default: 'org' })
  @OneOf(brandTypes, { nullable: true })
  brand_type?: BrandType | null;

  @ApiProperty({ type: String, format: 'uuid', required: false, nullable: true, description: 'A user' })
  @UuidField({ nullable: true })
  created_by?: string | null;
}

/** The body of a POST that changes one; what is not sent stays as it is. */
export class EmailBrandingUpdateRequest {
  @OptionalBrandingText(colour, 7)
  colour?: string | null;

  @BrandingText('Unique', { required: false })
  name?: string;

  @OptionalBrandingText(text)
  text?: string | null;

  @OptionalBrandingText(altText)
  alt_text?: string | null;

  @OptionalBrandingText(logo)
  logo?: string | null;

  @ApiProperty({ enum: brandTypes, required: false, nullable: true })
  @OneOf(brandTypes, { nullable: true })
  brand_type?: BrandType | null;
}
