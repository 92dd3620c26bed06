import { applyDecorators } from '@nestjs/common';
import { ReadBy } from '../../../http/validation/field-readings.js';
import { AreOneOf, IsDistinctList, IsFilledList } from '../../../http/validation/field-rules.js';
import {
  CodePoints,
  IsStorable,
  IsText,
  MatchesText,
  NoAngleBrackets,
} from '../../../http/validation/text-rules.js';
import { historyOperations } from '../history/history.values.js';
import { maxOrganisationIds, maxUrlLength } from './webhook.fields.js';

/** A URL in the form that is kept and called. The address guard decides whether it may be called. */
export const IsReceiverUrl = applyDecorators(
  // A name in Punycode, blanks percent-encoded.
  ReadBy((given) => (typeof given === 'string' ? (URL.parse(given)?.href ?? given) : given)),
  IsText(),
  CodePoints(1, maxUrlLength),
  MatchesText(/^https?:\/\/[!-~]+$/, 'must be an https URL'),
  MatchesText(
    /^(?:(?!https?:\/\/).*|https?:\/\/[^/?#@]*(?:[/?][^#]*)?)$/s,
    'must have no user, no password and no fragment',
  ),
);

/** At least one id of an organisation, which need not exist. */
export const IsOrganisationIds = applyDecorators(
  IsDistinctList(maxOrganisationIds, 'organisation IDs'),
  IsFilledList(),
  IsText({ each: true }),
  CodePoints(1, 40, { each: true }),
  NoAngleBrackets({ each: true }),
  IsStorable({ each: true }),
);

/** At least one kind of change. */
export const IsOperations = applyDecorators(
  IsDistinctList(historyOperations.length, 'operations'),
  IsFilledList(),
  AreOneOf(historyOperations),
);
