import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { AtMost, NotEmpty, OfType, Storable } from '../validation/schema-rules.js';

/** The longest text that is kept of a branding. */
const maxLength = 255;

/** A text that must say something where it is there. */
export function BrandingText(description: string, { required }: { required: boolean }): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, required, minLength: 1, maxLength, description }),
    OfType('string'),
    NotEmpty(),
    AtMost(maxLength),
    Storable(),
  );
}

/** A text that may be missing; null and the empty text are none. */
export function OptionalBrandingText(description: string, longest = maxLength): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, required: false, nullable: true, maxLength: longest, description }),
    OfType('string', 'null'),
    AtMost(longest),
    Storable(),
  );
}
