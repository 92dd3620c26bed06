import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { dialectFor, type ErrorDialect } from '../errors/error-dialect.js';
import { Overloaded } from '../errors/problem.js';
import { interactionIdHeader, settleInteractionId } from '../lifecycle/interaction-id.js';
import { pathOf } from '../routing/request-path.js';
import { securityHeaders } from '../lifecycle/security-headers.js';
import { UntakenAnswers } from './unread-responses.js';
import { WaitingLine } from './request-queue.js';

/** What an operator must see all the more while the service is busy. */
const alwaysTakenOn = /^\/(health|metrics)(\/|\?|$)/;

/** Whoever is turned away is told to wait for a second. */
const overloaded = new Overloaded(1);
const answerHeaders = {
  ...securityHeaders,
  'cache-control': 'no-store',
  ...overloaded.headers,
  'content-type': 'application/json; charset=utf-8',
};

/** A request, its answer, and those who see to it. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly begin: RequestListener;
}

/** What is told of each request that is turned away. */
export type TurnedAwayObserver = (
  request: IncomingMessage,
  answer: { interactionId: string; status: number },
) => void;

/**
 * Takes on so many requests at a time; more of them only make each other slower. Others wait in a line, and are turned
 * away where their turn does not come in time. A request counts from when it is whole until its answer is, so that those
 * who send or read slowly keep nobody out. It stands before Fastify, whose routing and hooks would take several times
 * as long as the refusal itself.
 */
export class LoadShedder {
  private inHand = 0;
  /** Made once: there may be thousands a second to turn away. */
  private readonly bodies: ReadonlyMap<ErrorDialect, string>;
  private readonly untaken = new UntakenAnswers();
  private readonly line = new WaitingLine<Exchange>((late) => {
    this.turnAway(late);
  });

  constructor(
    private readonly most: number,
    private readonly dialects: readonly [ErrorDialect, ...ErrorDialect[]],
    private readonly observe: TurnedAwayObserver,
  ) {
    this.bodies = new Map(dialects.map((dialect) => [dialect, JSON.stringify(dialect.render(overloaded))]));
  }

  /** Requests by state, as gauges for the operator. */
  get counts(): { in_hand: number; waiting: number } {
    return { in_hand: this.inHand, waiting: this.line.length };
  }

  /** Stands before everybody who listens to the requests of this server. */
  guard(server: Server): void {
    const listeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    const begin: RequestListener = (request, response) => {
      for (const listener of listeners) listener(request, response);
    };
    server.on('request', (request, response) => {
      response.once('answered', () => {
        this.untaken.add(response);
      });
      const exchange = { request, response, begin };
      const isFree = this.inHand < this.most && this.line.isEmpty;
      if (isFree || alwaysTakenOn.test(request.url ?? '')) this.takeOn(exchange);
      else this.letWait(exchange);
    });
  }

  private takeOn({ request, response, begin }: Exchange): void {
    let state: 'coming' | 'in hand' | 'done' = 'coming';
    const count = (): void => {
      if (state !== 'coming') return;
      state = 'in hand';
      this.inHand += 1;
    };
    if (hasBody(request.headers)) request.once('end', count);
    else count();
    const end = (): void => {
      if (state === 'done') return;
      if (state === 'in hand') this.inHand -= 1;
      state = 'done';
      // Not from within somebody else's answer: where the next is answered at once, that would go deeper and deeper.
      setImmediate(() => {
        this.takeOnWaiting();
      });
    };
    response.once('answered', end);
    response.once('close', end);
    begin(request, response);
  }

  private takeOnWaiting(): void {
    while (this.inHand < this.most) {
      const next = this.line.next();
      if (next === null) return;
      this.takeOn(next);
    }
  }

  private letWait(exchange: Exchange): void {
    const { response } = exchange;
    if (this.line.isFull) {
      response.setHeader('connection', 'close');
      this.turnAway(exchange);
      return;
    }
    const leave = this.line.join(exchange);
    response.once('close', leave);
  }

  private turnAway({ request, response }: Exchange): void {
    // Its body, if there is one, is of no interest; unread, it would be taken for the next request.
    request.resume();
    const interactionId = settleInteractionId(request);
    const dialect = dialectFor(this.dialects, pathOf(request.url ?? ''));
    const body = this.bodies.get(dialect) ?? '';
    response.writeHead(overloaded.status, {
      [interactionIdHeader]: interactionId,
      ...answerHeaders,
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
