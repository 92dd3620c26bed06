import { SetMetadata } from '@nestjs/common';

export const bodilessKey = 'bodiless';

/** A POST without a body, which therefore needs no Content-Type. */
export function Bodiless(): MethodDecorator {
  return SetMetadata(bodilessKey, true);
}
