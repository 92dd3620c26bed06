import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Invalid } from '../../../http/errors/problem.js';
import { fapiHeaderFaults } from './fapi-headers.js';

/** 400 with every fault of the FAPI headers at once. A guard, since values from `@Headers()` pass by the pipes. */
@Injectable()
export class FapiHeadersGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const faults = fapiHeaderFaults(request.headers, request.raw.rawHeaders);
    if (faults.length > 0) throw new Invalid(faults);
    return true;
  }
}
