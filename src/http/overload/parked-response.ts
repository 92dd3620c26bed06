import type { ServerResponse } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/**
 * The response of a request that waits for something to happen. A parked response is work for nobody, so the load shedder
 * and its client's slots give its place to other requests.
 */
export class ParkableResponse {
  constructor(private readonly raw: ServerResponse) {}

  /** Gives the slots back until `resume`. */
  park(): void {
    this.raw.emit('parked');
  }

  /** Takes a slot of the load shedder again, without waiting for one: the rest of the work is short. */
  resume(): void {
    this.raw.emit('resumed');
  }

  get isClosed(): boolean {
    return this.raw.closed;
  }

  /** Calls a listener when the connection closes. Returns a function that removes it. */
  onClose(listener: () => void): () => void {
    this.raw.once('close', listener);
    return () => {
      this.raw.off('close', listener);
    };
  }
}

/** The response of the request under way. */
export const CurrentResponse = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    new ParkableResponse(context.switchToHttp().getResponse<FastifyReply>().raw),
);
