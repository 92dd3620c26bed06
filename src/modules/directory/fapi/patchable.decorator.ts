import { SetMetadata } from '@nestjs/common';

export const patchableKey = 'patchable';

/** An operation on a resource that PATCH changes: a 415 carries Accept-Patch (RFC 5789 §2.2). */
export function Patchable(): MethodDecorator {
  return SetMetadata(patchableKey, true);
}
