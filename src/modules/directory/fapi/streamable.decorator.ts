import { SetMetadata } from '@nestjs/common';

export const streamableKey = 'directory:streamable';

/** The operation also sends its result as Server-Sent Events, to clients that accept them. */
export function Streamable(): MethodDecorator {
  return SetMetadata(streamableKey, true);
}
