import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotAcceptable, UnsupportedMediaType } from '../../../http/errors/problem.js';
import { shortened } from '../../../http/errors/shortened.js';
import {
  acceptsType,
  isOneOfTypes,
  jsonType,
  mergePatchType,
  prefersEventStream,
} from '../../../http/validation/media-types.js';
import { receivedHeader } from '../../../http/validation/repeated-header.js';
import { bodilessKey } from './bodiless.decorator.js';
import { patchableKey } from './patchable.decorator.js';
import { servedTypeKey } from './serves.decorator.js';
import { streamableKey } from './streamable.decorator.js';

const patchTypes = [mergePatchType, jsonType];
const bodyMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** 406 for a caller who does not take what the operation serves, 415 for a body that is none, or that is encoded. */
@Injectable()
export class MediaTypeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers, method, raw } = context.switchToHttp().getRequest<FastifyRequest>();
    const received = (name: string): string => {
      const value = receivedHeader(raw.rawHeaders, name);
      return value === undefined ? 'missing' : `"${shortened(value)}"`;
    };
    const refused = unacceptable(context, headers.accept);
    if (refused !== null) throw new NotAcceptable(`Accept is ${received('accept')}; only ${refused}`);
    const needsType = bodyMethods.has(method) && !Reflect.hasMetadata(bodilessKey, context.getHandler());
    const isPatchable = Reflect.hasMetadata(patchableKey, context.getHandler());
    const unsupported = (sentence: string): UnsupportedMediaType =>
      new UnsupportedMediaType(sentence, isPatchable ? { 'accept-patch': patchTypes.join(', ') } : {});
    if (headers['content-encoding'] !== undefined) {
      throw unsupported(
        `Content-Encoding is ${received('content-encoding')}; send the body without an encoding.`,
      );
    }
    const types = isPatchable && method === 'PATCH' ? patchTypes : [jsonType];
    if (needsType && !isOneOfTypes(headers['content-type'], types)) {
      throw unsupported(
        `Content-Type is ${received('content-type')}; send the body in UTF-8 with Content-Type: ${types.join(' or ')}.`,
      );
    }
    return true;
  }
}

/** Returns the end of the sentence for a caller who does not take what the operation serves, else null. */
function unacceptable(context: ExecutionContext, accept: string | undefined): string | null {
  const handler = context.getHandler();
  const served = (Reflect.getMetadata(servedTypeKey, handler) ?? jsonType) as string;
  const isStreamable = Reflect.hasMetadata(streamableKey, handler);
  if (acceptsType(accept, served) || (isStreamable && prefersEventStream(accept))) return null;
  const form = served === jsonType ? 'JSON in UTF-8' : served;
  return `${form} is served here. Send Accept: ${served}.`;
}
