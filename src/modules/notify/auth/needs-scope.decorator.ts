import { applyDecorators, SetMetadata } from '@nestjs/common';
import { MayBeCalledBy } from '../../../http/openapi/operation.decorator.js';
import type { ApiKeyScope } from './api-key-scopes.js';

export const scopeKey = 'notify:scope';

/**
 * Declares the scope that an API key needs for the operation; the guard refuses a route that declares none.
 * @param also Markdown: what a part of the operation needs beyond that
 */
export function NeedsScope(scope: ApiKeyScope, also = ''): MethodDecorator {
  const callers = `API keys with the scope \`${scope}\`, and the admin client. ${also}`.trim();
  return applyDecorators(SetMetadata(scopeKey, scope), MayBeCalledBy(callers));
}
