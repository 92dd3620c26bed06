import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { ErrorResponses, interactionIdResponseHeader } from '../errors/error-responses.js';
import { InteractionIdInterceptor } from '../fapi/interaction-id.interceptor.js';

type Model = new () => object;

/** A PATCH, or a POST with a body that changes a resource, without conditions. */
export function PatchOperation(model: Model, description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiOkResponse({ type: model, description, headers: interactionIdResponseHeader }),
    ErrorResponses(413),
  );
}

/** A POST that answers at once. */
export function ActionOperation(model: Model, description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiOkResponse({ type: model, description, headers: interactionIdResponseHeader }),
  );
}

/** A POST whose work is done later. */
export function LaterOperation(model: Model, description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiAcceptedResponse({ type: model, description, headers: interactionIdResponseHeader }),
  );
}

/** A DELETE. */
export function DeletionOperation(description: string): MethodDecorator {
  return applyDecorators(
    UseInterceptors(InteractionIdInterceptor),
    ApiNoContentResponse({ description, headers: interactionIdResponseHeader }),
  );
}
