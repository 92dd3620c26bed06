import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotAcceptable, UnsupportedMediaType } from '../../../http/errors/problem.js';
import {
  acceptsJson,
  isJson,
  isJsonOrMergePatch,
  jsonType,
  mergePatchType,
} from '../../../http/validation/media-types.js';
import { patchableKey } from './patchable.decorator.js';

const acceptPatch = `${mergePatchType}, ${jsonType}`;
const bodyMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** 406 for a caller who takes no JSON, 415 for a body that is none, or that is encoded. */
@Injectable()
export class MediaTypeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!acceptsJson(request.headers.accept))
      throw new NotAcceptable('Only application/json is served here.');
    const isPatchable = Reflect.hasMetadata(patchableKey, context.getHandler());
    const unsupported = (sentence: string): UnsupportedMediaType =>
      new UnsupportedMediaType(sentence, isPatchable ? { 'accept-patch': acceptPatch } : {});
    if (request.headers['content-encoding'] !== undefined) {
      throw unsupported('Content-Encoding must not be used on a request.');
    }
    const contentType = request.headers['content-type'];
    const takesPatch = isPatchable && request.method === 'PATCH';
    const isTaken = takesPatch ? isJsonOrMergePatch(contentType) : isJson(contentType);
    if (bodyMethods.has(request.method) && !isTaken) {
      const types = takesPatch ? `${mergePatchType} or ${jsonType}` : jsonType;
      throw unsupported(`Content-Type must be ${types} in UTF-8.`);
    }
    return true;
  }
}
