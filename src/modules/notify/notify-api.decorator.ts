import { applyDecorators, HttpCode, UseGuards } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import { NotifyAuthGuard } from './auth/notify-auth.guard.js';
import { ErrorAnswer } from './errors/error.response.dto.js';
import { NotifyBodyGuard } from './validation/notify-body.guard.js';

type Model = new () => object;

/** The security scheme; a name of its own, since Swagger UI keeps the tokens of both APIs by name. */
export const notifyTokenScheme = 'notifyToken';

const everyOperation = applyDecorators(
  ApiSecurity(notifyTokenScheme),
  ApiHeader({
    name: 'X-Notify-User-Id',
    required: false,
    description: 'The user for whom the caller acts. The audit stores the id as it is sent.',
    schema: { type: 'string', format: 'uuid' },
  }),
  ErrorAnswer(400, 'A fault of the request, or a rule that it breaks'),
  ErrorAnswer(401, 'No token, or the token of an unknown client'),
  ErrorAnswer(403, 'An invalid token, or an API key without the scope of the operation'),
  ErrorAnswer(404, 'Nothing has the id of the path or of the body'),
  ErrorAnswer(429, 'The client has used up its quota'),
  ErrorAnswer(500, 'An unexpected error'),
  ErrorAnswer(502, 'The database is unreachable'),
  ErrorAnswer(503, 'The service is overloaded'),
  ErrorAnswer(504, 'The database did not answer in time'),
);

const withBody = applyDecorators(
  ErrorAnswer(413, 'The body is larger than 1 MiB'),
  ErrorAnswer(415, 'The body is not declared as JSON'),
);

/** A controller of the Notify API: its guards (token, then body) and the documentation that all operations share. */
export function NotifyApi(tag: string): ClassDecorator {
  return applyDecorators(UseGuards(NotifyAuthGuard, NotifyBodyGuard), ApiTags(tag), everyOperation);
}

/** A GET of one resource, or of a whole list (a model in brackets). */
export function Reads(model: Model | [Model], description: string): MethodDecorator {
  return applyDecorators(
    ApiOkResponse({
      type: model,
      description,
      headers: { ETag: { description: 'Strong entity tag of this state', schema: { type: 'string' } } },
    }),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'Known ETags. If one of them is current, the response is 304 without a body.',
      schema: { type: 'string', minLength: 1 },
    }),
    ApiResponse({ status: 304, description: 'The version that the caller knows is current' }),
  );
}

/** A change with the response 204. */
export function Changes(description: string): MethodDecorator {
  return applyDecorators(HttpCode(204), ApiNoContentResponse({ description }), withBody);
}

/** A POST that creates a resource and returns it with 201. */
export function Creates(model: Model, description: string): MethodDecorator {
  return applyDecorators(HttpCode(201), ApiCreatedResponse({ type: model, description }), withBody);
}

/** A POST that changes a resource and returns it with 200. */
export function Answers(model: Model, description: string): MethodDecorator {
  return applyDecorators(HttpCode(200), ApiOkResponse({ type: model, description }), withBody);
}

/** A change that accepts `If-Match` (RFC 9110 §13.1.1). */
export function Guarded(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag of the version that is to be changed; `*` for any version',
      schema: { type: 'string', minLength: 1 },
    }),
    ErrorAnswer(412, '`If-Match` does not name the current version'),
  );
}
