import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotAcceptable, UnsupportedMediaType } from '../../../http/errors/problem.js';
import { acceptsJson, isJson } from '../../../http/validation/media-types.js';

/** 406 for a caller who takes no JSON, 415 for a body that is none, or that is encoded. */
@Injectable()
export class MediaTypeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!acceptsJson(request.headers.accept))
      throw new NotAcceptable('Only application/json is served here.');
    if (request.headers['content-encoding'] !== undefined) {
      throw new UnsupportedMediaType('Content-Encoding must not be used on a request.');
    }
    const bringsBody = request.method === 'POST' || request.method === 'PUT';
    if (bringsBody && !isJson(request.headers['content-type'])) {
      throw new UnsupportedMediaType('Content-Type must be application/json in UTF-8.');
    }
    return true;
  }
}
