import { SetMetadata } from '@nestjs/common';

/** Marks the operations that serve another media type than JSON. */
export const servedTypeKey = 'directory:serves';

/** The operation serves this media type; its errors are JSON. */
export const Serves = (mediaType: string): MethodDecorator => SetMetadata(servedTypeKey, mediaType);
