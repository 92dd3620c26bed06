import type { FieldSchema } from '../../../fields/field.js';
import {
  CodePoints,
  IsStorable,
  IsText,
  MatchesText,
  NoAngleBrackets,
} from '../../../http/validation/text-rules.js';
import { whiteSpace } from '../directory-fields.js';

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

/**
 * The first segments of other paths below `/organisations`. An organisation with such an id could not be read alone, so none
 * is created. Rows of earlier releases stay.
 */
export const reservedOrganisationIds = ['changes', 'export', 'statistics'] as const;

/** The id of a new organisation is no segment of another path. */
export const IsNotReserved = MatchesText(
  new RegExp(`^(?!(?:${reservedOrganisationIds.join('|')})$)`),
  `must not be ${inWords(reservedOrganisationIds)}, which are other paths below /organisations; choose another id`,
);

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

function inWords(ids: readonly string[]): string {
  return `${ids.slice(0, -1).join(', ')} or ${ids.at(-1) ?? ''}`;
}
