import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Representation } from './representation.js';

/**
 * Nest's Fastify adapter, which also sends a `Representation` with its headers. The adapter and not an interceptor does
 * so, because one interceptor costs more than all guards (docs/operations/performance.md).
 */
export class ResponseAdapter extends FastifyAdapter {
  override reply(response: FastifyReply, result: unknown, statusCode?: number): FastifyReply {
    if (!(result instanceof Representation)) return super.reply(response, result, statusCode);
    response.headers(result.headers);
    return super.reply(response, result.body, result.status ?? statusCode);
  }
}
