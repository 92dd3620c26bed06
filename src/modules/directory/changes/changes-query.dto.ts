import { ApiProperty } from '@nestjs/swagger';
import { IsWholeNumberText } from '../../../http/validation/field-rules.js';
import type { ChangesRequest } from './changes-request.js';
import { beginning, parsePlace, placePattern } from './place.js';
import { IsPlace } from './place.decorator.js';

const defaultLimit = 100;
const maxWaitSeconds = 30;
const maxLimit = 1_000;

/** The query of `GET /organisations/changes`; the texts are checked. */
export class ChangesQuery {
  @ApiProperty({
    type: String,
    required: false,
    pattern: placePattern,
    default: '0',
    description:
      'Entries after this place: the `next` of an earlier answer, an `X-Directory-Position`, or a Position; 0 is the beginning',
  })
  @IsPlace()
  after?: string;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: maxLimit,
    default: defaultLimit,
    description: 'The number of entries of the log that the page covers, hidden ones included',
  })
  @IsWholeNumberText(1, maxLimit)
  limit?: string;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: maxWaitSeconds,
    default: 0,
    description:
      'Seconds for which an empty page at the end of the log is held back until there is something to show (long poll)',
  })
  @IsWholeNumberText(0, maxWaitSeconds)
  wait?: string;
}

/** Returns the part of the log that a checked query asks for. */
export function toChangesRequest({ after, limit }: ChangesQuery): ChangesRequest {
  return {
    after: after === undefined ? beginning : (parsePlace(after) ?? beginning),
    limit: Number(limit ?? defaultLimit),
  };
}
