import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { dialectFor, type ErrorDialect } from '../errors/error-dialect.js';
import { Overloaded } from '../errors/problem.js';
import { interactionIdHeader, settleInteractionId } from '../lifecycle/interaction-id.js';
import { pathOf } from '../routing/request-path.js';
import { securityHeaders } from '../lifecycle/security-headers.js';
import type { ClientSlots } from './client-slots.js';
import { UnreadResponses } from './unread-responses.js';
import { RequestQueue } from './request-queue.js';

/** Probes and metrics skip the queue: operators need them most while the service is busy. */
const neverQueued = /^\/(health|metrics)(\/|\?|$)/;

const retryAfterSeconds = 1;
const overloaded = new Overloaded(retryAfterSeconds);
const rejectionHeaders = {
  ...securityHeaders,
  'cache-control': 'no-store',
  ...overloaded.headers,
  'content-type': 'application/json; charset=utf-8',
};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The server's own listener. */
  readonly listener: RequestListener;
}

/** Called for each rejected request. */
export type RejectionObserver = (
  request: IncomingMessage,
  rejection: { interactionId: string; status: number },
) => void;

/**
 * Limits the number of requests in flight: more of them only slow each other down. Further requests wait in a queue, and
 * are rejected with 503 after its timeout. A request is in flight from its last byte to the end of its response, so that
 * slow senders and slow readers hold no slot. The load shedder runs before Fastify, whose routing and hooks would take
 * several times as long as a rejection.
 */
export class LoadShedder {
  private inFlight = 0;
  /** Rendered once: thousands of requests a second may be rejected. */
  private readonly bodies: ReadonlyMap<ErrorDialect, string>;
  private readonly unread = new UnreadResponses();
  private readonly queue = new RequestQueue<Exchange>((exchange) => {
    this.reject(exchange);
  });

  constructor(
    private readonly maxInFlight: number,
    private readonly dialects: readonly [ErrorDialect, ...ErrorDialect[]],
    private readonly observe: RejectionObserver,
  ) {
    this.bodies = new Map(dialects.map((dialect) => [dialect, JSON.stringify(dialect.render(overloaded))]));
  }

  /** Requests by state, with those that wait for a slot of their client, for the metric `http_requests`. */
  countsWith(slots: ClientSlots): { in_hand: number; waiting: number } {
    return { in_hand: this.inFlight, waiting: this.queue.length + slots.waiting };
  }

  /** Puts the load shedder before the server's present listeners. */
  guard(server: Server): void {
    const listeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    const listener: RequestListener = (request, response) => {
      for (const each of listeners) each(request, response);
    };
    server.on('request', (request, response) => {
      response.once('ended', () => {
        this.unread.add(response);
      });
      const exchange = { request, response, listener };
      const isFree = this.inFlight < this.maxInFlight && this.queue.isEmpty;
      if (isFree || neverQueued.test(request.url ?? '')) this.start(exchange);
      else this.enqueue(exchange);
    });
  }

  private start({ request, response, listener }: Exchange): void {
    let state: 'receiving' | 'in flight' | 'queued' | 'done' = 'receiving';
    const count = (): void => {
      if (state !== 'receiving') return;
      state = 'in flight';
      this.inFlight += 1;
    };
    if (hasBody(request.headers)) request.once('end', count);
    else count();
    const leave = (next: 'queued' | 'done'): void => {
      if (state === 'in flight') this.inFlight -= 1;
      state = next;
      // Not synchronously: requests that end at once would start each other recursively.
      setImmediate(() => {
        this.startQueued();
      });
    };
    const end = (): void => {
      if (state !== 'done') leave('done');
    };
    const pause = (): void => {
      if (state === 'in flight') leave('queued');
    };
    const goOn = (): void => {
      if (state !== 'queued') return;
      state = 'in flight';
      this.inFlight += 1;
    };
    // The request waits for other requests of its client (ClientSlots). A request whose body has not arrived has no slot.
    response.once('queued', pause);
    response.once('dequeued', goOn);
    // The request waits for something to happen (ParkableResponse).
    response.on('parked', pause);
    response.on('resumed', goOn);
    response.once('ended', end);
    response.once('close', end);
    listener(request, response);
  }

  private startQueued(): void {
    while (this.inFlight < this.maxInFlight) {
      const next = this.queue.dequeue();
      if (next === null) return;
      this.start(next);
    }
  }

  private enqueue(exchange: Exchange): void {
    const { response } = exchange;
    if (this.queue.isFull) {
      response.setHeader('connection', 'close');
      this.reject(exchange);
      return;
    }
    const leave = this.queue.enqueue(exchange);
    response.once('close', leave);
  }

  private reject({ request, response }: Exchange): void {
    // An unread body would be parsed as the connection's next request.
    request.resume();
    const interactionId = settleInteractionId(request);
    const dialect = dialectFor(this.dialects, pathOf(request.url ?? ''));
    const body = this.bodies.get(dialect) ?? '';
    response.writeHead(overloaded.status, {
      [interactionIdHeader]: interactionId,
      ...rejectionHeaders,
      ...dialect.headersOf(request),
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
    this.observe(request, { interactionId, status: overloaded.status });
  }
}

/** RFC 9112 §6.3 */
function hasBody(headers: IncomingMessage['headers']): boolean {
  return (
    headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0').replace(/0/g, '') !== ''
  );
}
