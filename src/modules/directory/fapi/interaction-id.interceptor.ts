import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { interactionIdHeader } from '../../../http/lifecycle/interaction-id.js';

/**
 * Returns the interaction id with the response of a handler (FAPI 1.0 part 1 §6.2.1-11). Lists and responses that no
 * handler makes, such as errors and preflights, get the same id from `RequestHooks`.
 */
@Injectable()
export class InteractionIdInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    http.getResponse<FastifyReply>().header(interactionIdHeader, http.getRequest<FastifyRequest>().id);
    return next.handle();
  }
}
