import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { interactionIdSchema } from '../fapi/fapi-header-parameters.js';
import { ErrorsResponse } from './errors.response.dto.js';

/** The header of every response. */
export const interactionIdResponseHeader = {
  'x-fapi-interaction-id': {
    description: 'The id of the request, or a new RFC 4122 UUID',
    schema: interactionIdSchema,
  },
};

const retryAfter = {
  'Retry-After': {
    description: 'Seconds after which to try again',
    schema: { type: 'integer' as const, minimum: 1 },
  },
};

const challenge = {
  'WWW-Authenticate': {
    description: 'The challenge: RFC 6750 for Bearer, RFC 9449 for DPoP',
    schema: { type: 'string' as const },
  },
};

const descriptions = {
  400: 'A fault of the path, the query, the headers or the body; all faults of a stage at once',
  401: 'No token, or a token that is not valid here',
  403: 'The token lacks the scope, or its user may not do this',
  404: 'The resource does not exist, or the caller may not see it',
  406: '`Accept` excludes the media type of the response',
  409: 'The resource exists already, or is in use',
  410: 'The place belongs to another log: the directory was restored since',
  412: '`If-Match` does not name the current version',
  413: 'The body is larger than 1 MiB',
  415: 'The body is not JSON in UTF-8, or the request has a Content-Encoding',
  428: 'The operator requires `If-Match`, and it is absent',
  429: 'The client has used up its quota',
  500: 'An unexpected error',
  502: 'The database is unreachable',
  503: 'The service is overloaded, or can not get the keys of the authorisation server',
  504: 'The database did not answer in time',
} as const;

type ErrorStatus = keyof typeof descriptions;

const snapshotLink = {
  Link: {
    description: 'The list to read again, with `rel="snapshot"`',
    schema: { type: 'string' as const },
  },
};

const headersOf: Partial<Record<ErrorStatus, typeof retryAfter | typeof challenge | typeof snapshotLink>> = {
  401: challenge,
  403: challenge,
  410: snapshotLink,
  429: retryAfter,
  503: retryAfter,
};

/** Documents error responses by status. */
export function ErrorResponses(...statuses: readonly ErrorStatus[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: descriptions[status],
        type: ErrorsResponse,
        headers: { ...interactionIdResponseHeader, ...headersOf[status] },
      }),
    ),
  );
}
