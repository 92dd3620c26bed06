import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiResponse,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import { dpopSchemeName } from '../../http/openapi/security-scheme.js';
import { InputGuard } from '../../http/validation/input.guard.js';
import { DirectoryAuthGuard } from './auth/directory-auth.guard.js';
import { RateLimitGuard } from './auth/rate-limit.guard.js';
import { ErrorsResponse } from './errors/errors.response.dto.js';
import { FapiHeadersGuard } from './fapi/fapi-headers.guard.js';
import { InteractionIdInterceptor } from './fapi/interaction-id.interceptor.js';
import { MediaTypeGuard } from './fapi/media-type.guard.js';
import { pageSchema } from './pagination/page-schema.js';

type Model = new () => object;

const interactionIdHeader = {
  'x-fapi-interaction-id': {
    description: 'The id received, or a new RFC 4122 UUID',
    schema: {
      type: 'string' as const,
      pattern: '^[a-zA-Z0-9][a-zA-Z0-9\\-]{0,99}$',
      minLength: 1,
      maxLength: 100,
    },
  },
};

const entityTagHeader = {
  ...interactionIdHeader,
  ETag: { description: 'Strong entity tag of this state', schema: { type: 'string' as const } },
};

const dpopHeader = {
  name: 'DPoP',
  required: false,
  description: 'With `Authorization: DPoP`: the proof for this request, made anew for each (RFC 9449)',
};

const errorDescriptions: Readonly<Record<number, string>> = {
  400: 'Bad request: every fault of path, query and body, or of the headers, at once',
  401: 'Unauthorized: WWW-Authenticate says why, for Bearer or DPoP; DPoP-Nonce has the nonce where one is asked for',
  403: 'Forbidden',
  404: 'Not found',
  406: 'Not acceptable',
  415: 'The body is not JSON in UTF-8, or the request has a Content-Encoding',
  429: 'Too many requests, maximum capacity reached. Requests are now throttled.',
  500: 'Internal server error',
  502: 'Bad gateway: the database can not be reached',
  503: 'Service unavailable: too much to do at the moment; try again after Retry-After',
  504: 'Upstream timeout, insufficient capacity to serve request. Please try again.',
};

const errorResponses = (descriptions: Readonly<Record<number, string>>): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ...Object.entries(descriptions).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        type: ErrorsResponse,
        headers: interactionIdHeader,
      }),
    ),
  );

const fapiHeaders = applyDecorators(
  ApiHeader({
    name: 'x-fapi-auth-date',
    required: false,
    description: 'The time when the PSU last logged in with the TPP, such as Sun, 10 Sep 2017 19:43:31 UTC',
  }),
  ApiHeader({
    name: 'x-fapi-customer-ip-address',
    required: false,
    description: "The PSU's IP address if the PSU is currently logged in with the TPP",
  }),
  ApiHeader({
    name: 'x-fapi-interaction-id',
    required: false,
    description: 'An RFC 4122 UID used as a correlation id; played back',
  }),
  ApiHeader({
    name: 'x-customer-user-agent',
    required: false,
    description: 'The user agent that the PSU is using',
  }),
);

/**
 * A controller of the directory API: its guards in the order of its checks (rate limit, token and scope, FAPI headers,
 * media types, then size, JSON, path, query and body), and the documentation that all operations share.
 */
export function DirectoryApi(tag: string): ClassDecorator {
  return applyDecorators(
    UseGuards(RateLimitGuard, DirectoryAuthGuard, FapiHeadersGuard, MediaTypeGuard, InputGuard),
    ApiTags(tag),
    ApiSecurity('oauth2'),
    ApiBearerAuth(),
    ApiSecurity(dpopSchemeName),
    ApiHeader(dpopHeader),
    fapiHeaders,
    errorResponses(errorDescriptions),
  );
}

/** A GET of one resource, or of a whole list (a model in brackets). */
export function ReadOperation(model: Model | [Model], description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiOkResponse({ type: model, description, headers: entityTagHeader }),
    conditionalRead,
  );
}

/**
 * A GET of one page of a list. Lists have no interceptor, because one costs more than all guards (docs/operations/performance.md);
 * `RequestHooks` sets the interaction id on every response anyway.
 */
export function ListOperation(model: Model, description: string): MethodDecorator {
  const link = {
    description: 'first, prev, next and last page (RFC 8288)',
    schema: { type: 'string' as const },
  };
  return applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({ description, headers: { ...entityTagHeader, Link: link }, schema: pageSchema(model) }),
    conditionalRead,
  );
}

/** A PUT of one resource. */
export function AmendmentOperation(model: Model, description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiOkResponse({ type: model, description, headers: entityTagHeader }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'Entity tag of the state that is to be changed',
    }),
    bodyErrors,
    errorResponses({
      409: 'Conflict',
      412: 'Precondition failed: If-Match does not name the present state',
      428: 'Precondition required: the operator demands If-Match',
    }),
  );
}

/** A POST that creates a resource. */
export function CreationOperation(model: Model, description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiCreatedResponse({
      type: model,
      description,
      headers: { ...entityTagHeader, Location: { description: 'Where it is', schema: { type: 'string' } } },
    }),
    bodyErrors,
    errorResponses({ 409: 'Conflict: it exists already' }),
  );
}

const conditionalRead = applyDecorators(
  ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'Entity tags; 304 where one is still good',
  }),
  ApiResponse({ status: 304, description: 'Not modified', headers: entityTagHeader }),
);

const bodyErrors = errorResponses({ 413: 'The body is larger than 1 MiB' });
