import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation } from '@nestjs/swagger';

/** The extension that carries the callers of an operation until the document is finished. */
export const callersExtension = 'x-callers';

/**
 * Documents an operation.
 * @param operationId the name of the method in generated clients, unique in the document: `listOrganisations`
 * @param summary one line
 * @param description Markdown: what the operation does, and what it never does
 */
export function Operation(operationId: string, summary: string, description: string): MethodDecorator {
  return ApiOperation({ operationId, summary, description });
}

/** Documents the callers of an operation, in one Markdown sentence at the end of its description. */
export function MayBeCalledBy(sentence: string): MethodDecorator {
  return applyDecorators(ApiExtension(callersExtension, sentence));
}
