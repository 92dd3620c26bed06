import type { FieldSchema } from '../../../fields/field.js';
import {
  CodePoints,
  IsStorable,
  IsText,
  Meets,
  NoAngleBrackets,
} from '../../../http/validation/text-rules.js';
import { whiteSpace } from '../directory-fields.js';
import { addressable, notReserved } from './organisation-id-checks.js';

/** 1 to 40 code points of free text without angle brackets; letter case counts. */
export const organisationIdRules: readonly PropertyDecorator[] = [
  IsText(),
  CodePoints(1, 40),
  NoAngleBrackets(),
  IsStorable(),
  Meets(addressable),
];

/** The id of a new organisation is no segment of another path. */
export const IsNotReserved = Meets(notReserved);

export const organisationIdApi: FieldSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 40,
  pattern: '^[^<>]*$',
  description: 'Unique ID of the organisation',
  example: 'c0ffee00-0000-4000-8000-000000000001',
};

/** The same rules in SQL. */
export const organisationIdCheck = `organisation_id ~ '^[^<>]*$' AND char_length(organisation_id) BETWEEN 1 AND 40
   AND organisation_id NOT IN ('.', '..') AND organisation_id !~ '^[${whiteSpace}]|[${whiteSpace}]$'`;
