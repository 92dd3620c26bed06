import { applyDecorators } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { ReadBy } from '../../../http/validation/field-readings.js';
import { IsDistinctList } from '../../../http/validation/field-rules.js';
import { CodePoints, IsStorable, IsText, NoAngleBrackets } from '../../../http/validation/text-rules.js';

/** The maximum number of flags that a body names. */
const maxFlags = 1_000;

const idApi = { type: 'string', minLength: 1, maxLength: 40, pattern: '^[^<>]*$' };

/** OpenAPI of Flags in a request. */
export const flagIdsApi: ApiPropertyOptions = {
  type: 'array',
  required: false,
  nullable: true,
  maxItems: maxFlags,
  uniqueItems: true,
  items: {
    oneOf: [
      idApi,
      { type: 'object', required: ['Id'], properties: { Id: idApi }, additionalProperties: true },
    ],
  },
  description:
    'The flags that it carries: Active flags of Type Organisation, each by its Id or as GET shows it',
  example: [],
};

/** Flags in a request: a list of ids, or of objects with an Id, read as the list of ids. */
export const FlagIds: PropertyDecorator = applyDecorators(
  ReadBy((given) => (Array.isArray(given) ? given.map(idOf) : given)),
  IsDistinctList(maxFlags, 'flags, each by its Id or as an object with an Id,'),
  IsText({ each: true, message: 'each of $property must be the Id of a flag, or an object with an Id' }),
  CodePoints(1, 40, { each: true }),
  NoAngleBrackets({ each: true }),
  IsStorable({ each: true }),
);

function idOf(item: unknown): unknown {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
  return isObject && Object.hasOwn(item, 'Id') ? (item as { Id: unknown }).Id : item;
}
