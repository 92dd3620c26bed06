import type { FieldSchema } from '../../../fields/field.js';
import {
  CodePoints,
  IsStorable,
  IsText,
  MatchesText,
  NoAngleBrackets,
} from '../../../http/validation/text-rules.js';

/** Neither `.` nor `..`, which no path can hold, and no invisible white space at either end. */
const addressable = /^$|^(?!\.{1,2}$)\S(.*\S)?$/su;

/** 1 to 40 code points of free text without angle brackets; letter case counts. */
export const organisationIdRules: readonly PropertyDecorator[] = [
  IsText(),
  CodePoints(1, 40),
  NoAngleBrackets(),
  IsStorable(),
  MatchesText(addressable, 'must not be . or .. or begin or end with a blank'),
];

export const organisationIdApi: FieldSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 40,
  pattern: '^[^<>]*$',
  description: 'Unique ID of the organisation',
  example: 'c0ffee00-0000-4000-8000-000000000001',
};

/** JavaScript's `\s` written out: PostgreSQL's own depends on the locale, and knows ASCII only in C. */
const blank = '\\u0009-\\u000D\\u0020\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF';

/** The same rules in SQL. */
export const organisationIdCheck = `organisation_id ~ '^[^<>]*$' AND char_length(organisation_id) BETWEEN 1 AND 40
   AND organisation_id NOT IN ('.', '..') AND organisation_id !~ '^[${blank}]|[${blank}]$'`;
