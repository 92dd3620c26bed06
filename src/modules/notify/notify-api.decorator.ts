import { applyDecorators, HttpCode, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { NotifyAuthGuard } from './auth/notify-auth.guard.js';
import { ErrorAnswer } from './errors/error.response.dto.js';
import { NotifyBodyGuard } from './validation/notify-body.guard.js';

type Model = new () => object;

const everyOperation = applyDecorators(
  ApiBearerAuth(),
  ApiHeader({
    name: 'X-Notify-User-Id',
    required: false,
    description: 'The person whom the caller acts for; kept in the audit',
  }),
  ErrorAnswer(400, 'A fault of the request, or a rule that it breaks'),
  ErrorAnswer(401, 'No token, or one of somebody who may not call'),
  ErrorAnswer(403, 'A token that is not good'),
  ErrorAnswer(404, 'No result found'),
  ErrorAnswer(429, 'Too many requests'),
  ErrorAnswer(500, 'Internal server error'),
  ErrorAnswer(502, 'The database can not be reached'),
  ErrorAnswer(503, 'Too much to do at the moment; try again after Retry-After'),
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
      description: '304 where an entity tag is still good',
    }),
    ApiResponse({ status: 304, description: 'Not modified' }),
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
      description: 'Entity tag of the state that is to be changed, as its GET answered it',
    }),
    ErrorAnswer(412, 'If-Match does not name the present state'),
  );
}
