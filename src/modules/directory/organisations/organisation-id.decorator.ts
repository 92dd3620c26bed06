import { applyDecorators } from '@nestjs/common';
import {
  CodePoints,
  IsStorable,
  IsText,
  MatchesText,
  NoAngleBrackets,
} from '../../../http/validation/text-rules.js';

/** Neither `.` nor `..`, which no path can hold, and no blanks at its ends, which no eye can see. */
const addressable = /^$|^(?!\.{1,2}$)\S(.*\S)?$/su;

/** 1 to 40 code points of free text without angle brackets; letter case counts. */
export function IsOrganisationId(): PropertyDecorator {
  return applyDecorators(
    IsText(),
    CodePoints(1, 40),
    NoAngleBrackets(),
    IsStorable(),
    MatchesText(addressable, 'must not be . or .. or begin or end with a blank'),
  );
}
