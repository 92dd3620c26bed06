import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Invalid, UnsupportedMediaType } from '../../../http/errors/problem.js';
import { UnfinishedBodies } from '../../../http/overload/unfinished-bodies.js';
import { isJson } from '../../../http/validation/media-types.js';
import { declaredShapes } from '../../../http/validation/declared-shapes.js';
import { readJsonBody } from '../../../http/validation/read-json-body.js';
import { checkBody } from './check-body.js';

/**
 * Reads and checks the body of a handler that declares one with `@Body()`, before any database access. Other bodies are
 * not read: the real client sends a JSON content type without a body on every call.
 */
@Injectable()
export class NotifyBodyGuard implements CanActivate {
  constructor(private readonly bodies: UnfinishedBodies) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { body: shape } = declaredShapes(context.getClass(), context.getHandler());
    if (shape === null) return true;
    const { 'content-type': contentType, 'content-encoding': encoding } = request.headers;
    if (!isJson(contentType) || (encoding !== undefined && encoding !== 'identity'))
      throw new UnsupportedMediaType(
        'The body must be JSON: Content-Type: application/json, without an encoding.',
      );
    const body = await readJsonBody(request.raw, this.bodies);
    if (body === undefined) throw new Invalid(['The body is empty.']);
    request.body = checkBody(shape, body);
    return true;
  }
}
