import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../http/validation/text-rules.js';
import { Provided } from '../../http/validation/field-rules.js';

const pattern = '^[^<>]*$';

/** A text that must be there, with `least` to `most` code points and no angle brackets. */
export function RequiredText(
  least: number,
  most: number,
  description: string,
  example: string,
): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, minLength: least, maxLength: most, pattern, description, example }),
    Provided(),
    IsText(),
    CodePoints(least, most),
    NoAngleBrackets(),
    IsStorable(),
  );
}

/** A text that may be left out; an empty one is no value. */
export function OptionalText(most: number, description: string, example: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      nullable: true,
      required: false,
      maxLength: most,
      pattern,
      description,
      example,
    }),
    IsText(),
    CodePoints(0, most),
    NoAngleBrackets(),
    IsStorable(),
  );
}
