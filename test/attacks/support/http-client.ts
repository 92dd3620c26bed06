import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Answer } from '../../support/answer.js';

/** A request whose target and headers are sent unchanged; `fetch` would normalise them. */
export interface PlainRequest {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | undefined;
}

/** Sends requests over a limited number of keep-alive connections. */
export class HttpClient {
  private readonly agent: Agent;

  constructor(
    private readonly origin: string,
    connections = 16,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send({ method, target, headers = {}, body }: PlainRequest): Promise<Answer> {
    const { hostname, port } = new URL(this.origin);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          hostname,
          port,
          method,
          path: target,
          agent: this.agent,
          headers: { ...length, ...headers } as Record<string, string>,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            resolve(answerOf(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString()));
          });
          response.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function answerOf(status: number, fields: IncomingHttpHeaders, text: string): Answer {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  const isJson = headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return { status, headers, text, body: isJson ? (JSON.parse(text) as unknown) : text };
}
