import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { interactionIdHeader } from '../../../http/lifecycle/interaction-id.js';

/**
 * Plays the interaction id back on what a handler answers (FAPI 1.0 part 1 §6.2.1-11). What never reaches a handler,
 * errors and preflights among it, gets the same id from the hook in `http/lifecycle/request-hooks.ts`.
 */
@Injectable()
export class InteractionIdInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    http.getResponse<FastifyReply>().header(interactionIdHeader, http.getRequest<FastifyRequest>().id);
    return next.handle();
  }
}
