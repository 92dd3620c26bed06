import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { noAngleBracketsPattern } from '../../http/validation/text-checks.js';
import { CodePoints, IsStorable, NoAngleBrackets } from '../../http/validation/text-rules.js';

/** An optional query parameter of 1 to `max` characters that is compared with stored texts. */
export function QueryText(max: number, description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required: false,
      minLength: 1,
      maxLength: max,
      pattern: noAngleBracketsPattern,
      description,
    }),
    CodePoints(1, max),
    NoAngleBrackets(),
    IsStorable(),
  );
}
