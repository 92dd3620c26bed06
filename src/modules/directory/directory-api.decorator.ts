import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { eventStreamType } from '../../http/validation/media-types.js';
import { InputGuard } from '../../http/validation/input.guard.js';
import { DirectoryAuthGuard } from './auth/directory-auth.guard.js';
import { RateLimitGuard } from './auth/rate-limit.guard.js';
import { ErrorResponses, interactionIdResponseHeader } from './errors/error-responses.js';
import { fapiHeaderParameters } from './fapi/fapi-header-parameters.js';
import { FapiHeadersGuard } from './fapi/fapi-headers.guard.js';
import { InteractionIdInterceptor } from './fapi/interaction-id.interceptor.js';
import { MediaTypeGuard } from './fapi/media-type.guard.js';
import { Serves } from './fapi/serves.decorator.js';
import { Streamable } from './fapi/streamable.decorator.js';

type Model = new () => object;

const text = { type: 'string' as const };

const entityTagHeader = {
  ...interactionIdResponseHeader,
  ETag: { description: 'Entity tag of this state, for If-Match and If-None-Match', schema: text },
};

/**
 * A controller of the directory API: its guards in the order of its checks (rate limit, token and scope, FAPI headers,
 * media types, then size, JSON, path, query and body), and the documentation that all operations share.
 */
export function DirectoryApi(tag: string): ClassDecorator {
  return applyDecorators(
    UseGuards(RateLimitGuard, DirectoryAuthGuard, FapiHeadersGuard, MediaTypeGuard, InputGuard),
    ApiTags(tag),
    fapiHeaderParameters,
    ErrorResponses(400, 401, 403, 404, 406, 415, 429, 500, 502, 503, 504),
  );
}

/** Documentation of response headers by name. */
type Headers = Readonly<Record<string, { readonly description: string; readonly schema: typeof text }>>;

/** A GET of one resource, or of a whole list (a model in brackets). */
export function ReadOperation(
  model: Model | [Model],
  description: string,
  headers: Headers = {},
): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiOkResponse({ type: model, description, headers: { ...entityTagHeader, ...headers } }),
    conditionalRead(headers),
  );
}

/**
 * A GET of one page of a list. Lists have no interceptor, because one costs more than all guards (docs/operations/performance.md);
 * `RequestHooks` sets the interaction id on every response anyway.
 */
export function ListOperation(model: Model, description: string, headers: Headers = {}): MethodDecorator {
  const link = { description: 'The first, prev, next and last page (RFC 8288)', schema: text };
  return applyDecorators(
    ApiOkResponse({ type: model, description, headers: { ...entityTagHeader, Link: link, ...headers } }),
    conditionalRead(headers),
  );
}

/**
 * A GET of one page that is also a stream of Server-Sent Events, as the Accept header asks.
 * @param events an example of the stream
 */
export function StreamableReadOperation(
  model: Model,
  description: string,
  events: string,
  headers: Headers = {},
): MethodDecorator {
  return applyDecorators(
    Streamable(),
    UseInterceptors(InteractionIdInterceptor),
    ApiExtraModels(model),
    ApiOkResponse({
      description,
      headers: { ...entityTagHeader, ...headers },
      content: {
        'application/json': { schema: { $ref: getSchemaPath(model) } },
        [eventStreamType]: { schema: text, example: events },
      },
    }),
    conditionalRead(headers),
  );
}

/**
 * A GET of signed text, which is not JSON.
 * @param pattern of the text
 */
export function SignedTextOperation(
  mediaType: string,
  pattern: string,
  description: string,
): MethodDecorator {
  return applyDecorators(
    Serves(mediaType),
    UseInterceptors(InteractionIdInterceptor),
    ApiOkResponse({
      description,
      headers: entityTagHeader,
      content: { [mediaType]: { schema: { ...text, pattern } } },
    }),
    conditionalRead({}),
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
      description: 'The ETag of the version that is to be replaced; `*` for any version',
      schema: { ...text, minLength: 1 },
    }),
    ErrorResponses(409, 412, 413, 428),
  );
}

/** A POST that creates a resource. */
export function CreationOperation(model: Model, description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiCreatedResponse({
      type: model,
      description,
      headers: { ...entityTagHeader, Location: { description: 'The path of the resource', schema: text } },
    }),
    ErrorResponses(409, 413),
  );
}

function conditionalRead(headers: Headers): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'Known ETags. If one of them is current, the response is 304 without a body.',
      schema: { ...text, minLength: 1 },
    }),
    ApiResponse({
      status: 304,
      description: 'The version that the caller knows is current',
      headers: { ...entityTagHeader, ...headers },
    }),
  );
}
