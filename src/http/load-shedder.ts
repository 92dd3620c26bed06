import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { dialectFor, type ErrorDialect } from './errors/error-dialect.js';
import { Overloaded } from './errors/problem.js';
import { interactionIdHeader, settleInteractionId } from './interaction-id.js';
import { pathOf } from './request-path.js';
import { securityHeaders } from './security-headers.js';

/** What an operator must see all the more while the service is busy. */
const alwaysTakenOn = /^\/(health|metrics)(\/|\?|$)/;

/** Whoever is turned away is told to wait for so many seconds. */
const retryAfterSeconds = 1;
/**
 * And is told so late: an answer at once brings the next request at once, and to read and refuse requests is then all
 * that there is time for.
 */
const toldAfterMs = 1_000;
const mostWaiting = 10_000;

/** What is told of each request that is turned away. */
export type TurnedAwayObserver = (
  request: IncomingMessage,
  answer: { interactionId: string; status: number },
) => void;

/**
 * Turns requests away while too many others are in hand: what waits too long is done for nobody. A request counts from
 * when it is whole until it is answered, so that bodies which come slowly keep nobody out. It stands before Fastify,
 * whose routing and hooks would take several times as long as the refusal itself.
 */
export class LoadShedder {
  private inHand = 0;
  private waiting = 0;

  constructor(
    private readonly most: number,
    private readonly dialects: readonly [ErrorDialect, ...ErrorDialect[]],
    private readonly observe: TurnedAwayObserver,
  ) {}

  /** Stands before everybody who listens to the requests of this server. */
  guard(server: Server): void {
    const listeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (this.inHand >= this.most && !alwaysTakenOn.test(request.url ?? ''))
        this.turnAway(request, response);
      else {
        this.takeOn(request, response);
        for (const listener of listeners) listener(request, response);
      }
    });
  }

  private takeOn(request: IncomingMessage, response: ServerResponse): void {
    let state: 'coming' | 'in hand' | 'done' = 'coming';
    const begin = (): void => {
      if (state !== 'coming') return;
      state = 'in hand';
      this.inHand += 1;
    };
    if (hasBody(request.headers)) request.once('end', begin);
    else begin();
    response.once('close', () => {
      if (state === 'in hand') this.inHand -= 1;
      state = 'done';
    });
  }

  private turnAway(request: IncomingMessage, response: ServerResponse): void {
    // Its body, if there is one, is of no interest; unread, it would be taken for the next request.
    request.resume();
    if (this.waiting >= mostWaiting) {
      this.refuse(request, response.setHeader('connection', 'close'));
      return;
    }
    this.waiting += 1;
    const telling = setTimeout(() => {
      this.refuse(request, response);
    }, toldAfterMs);
    response.once('close', () => {
      this.waiting -= 1;
      clearTimeout(telling);
    });
  }

  private refuse(request: IncomingMessage, response: ServerResponse): void {
    const interactionId = settleInteractionId(request);
    const problem = new Overloaded(retryAfterSeconds);
    const dialect = dialectFor(this.dialects, pathOf(request.url ?? ''));
    const body = JSON.stringify(dialect.render(problem));
    response.writeHead(problem.status, {
      [interactionIdHeader]: interactionId,
      ...securityHeaders,
      'cache-control': 'no-store',
      ...dialect.headersOf(request),
      ...problem.headers,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
    this.observe(request, { interactionId, status: problem.status });
  }
}

/** RFC 9112 §6.3 */
function hasBody(headers: IncomingMessage['headers']): boolean {
  return (
    headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0').replace(/0/g, '') !== ''
  );
}
