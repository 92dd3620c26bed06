import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { until } from './until.js';

/** A message as it arrived. */
export interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Record<string, unknown>;
  };
}

/** Answers a message; without an answer of its own the receiver answers 200, and a verification with the challenge. */
type Behaviour = (message: ReceivedMessage, response: ServerResponse) => void;

/** A receiver of webhooks on loopback. */
export interface WebhookReceiver {
  readonly url: string;
  readonly messages: readonly ReceivedMessage[];
  /** Replaces the behaviour; null: the good one. */
  behave(behaviour: Behaviour | null): void;
  /** The positions of the changes that were answered with 2xx, in the order of their arrival. */
  positions(): number[];
  /** Waits for this many messages of a type. */
  waitFor(type: string, count: number): Promise<ReceivedMessage[]>;
  close(): Promise<void>;
}

/** @param tls certificate and key of a receiver over https; without them it speaks http */
export async function startReceiver(tls?: ServerOptions): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = [];
  const accepted = new Set<ReceivedMessage>();
  let behaviour: Behaviour = answerWell;
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(text) as ReceivedMessage['body'];
      const message = { path: request.url ?? '', headers: request.headers, text, body };
      messages.push(message);
      behaviour(message, response);
      if (response.writableEnded && response.statusCode < 300) accepted.add(message);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: tls === undefined ? `http://127.0.0.1:${port}/hooks` : `https://localhost:${port}/hooks`,
    messages,
    behave: (next) => {
      behaviour = next ?? answerWell;
    },
    positions: () => messages.filter((message) => accepted.has(message)).flatMap(positionsOf),
    waitFor: (type, count) =>
      until(`${count} messages of ${type}`, () => {
        const found = messages.filter(({ body }) => body.type === type);
        return found.length >= count ? found : null;
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** 200, with the challenge for a verification. */
export function answerWell({ body }: ReceivedMessage, response: ServerResponse): void {
  const { challenge } = body.data;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(challenge === undefined ? {} : { challenge }));
}

/** Answers changes with a status, and verifications well. */
export function refuseChanges(status: number, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (message, response) => {
    if (message.body.type !== 'organisation.changes') answerWell(message, response);
    else response.writeHead(status, headers).end('not now');
  };
}

export function positionsOf({ body }: ReceivedMessage): number[] {
  const { changes } = body.data as { changes?: readonly { readonly Position: number }[] };
  return (changes ?? []).map(({ Position }) => Position);
}
