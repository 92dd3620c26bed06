import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noteSecret } from './evidence.js';

/** An RFC 7662 endpoint that knows the registered tokens; every other token is inactive. */
export interface IntrospectionServer {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Number of introspection requests. */
  readonly requests: () => number;
  know(token: string, claims: Readonly<Record<string, unknown>>): void;
  /** Answers with this status to each request about the token. */
  refuse(token: string, status: number): void;
  /**
   * `silent` leaves requests unanswered from now on, `holding` until the next state, `failing` answers 500; `well` answers
   * new requests.
   */
  become(state: State): void;
  close(): Promise<void>;
}

type State = 'well' | 'silent' | 'holding' | 'failing';

const client = { id: 'directory', secret: 's3cret:with %' };

export async function startIntrospectionServer(): Promise<IntrospectionServer> {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  const refused = new Map<string, number>();
  const held: (() => void)[] = [];
  let requests = 0;
  let state: State = 'well';
  const server = createServer((request, response) => {
    requests += 1;
    if (state === 'silent') return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (state === 'holding') held.push(answer);
      else answer();
    });
    const answer = (): void => {
      response.setHeader('content-type', 'application/json');
      const isClient = request.headers.authorization === basicCredentials();
      const token = new URLSearchParams(Buffer.concat(chunks).toString()).get('token') ?? '';
      response.statusCode = request.method === 'POST' && isClient ? (refused.get(token) ?? 200) : 401;
      if (state === 'failing') response.statusCode = 500;
      response.end(JSON.stringify(known.get(token) ?? { active: false }));
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`;
  return {
    url,
    environment: {
      AUTH_INTROSPECTION_URL: url,
      AUTH_INTROSPECTION_CLIENT_ID: client.id,
      AUTH_INTROSPECTION_CLIENT_SECRET: client.secret,
    },
    requests: () => requests,
    know(token, claims) {
      known.set(noteSecret(token), claims);
    },
    refuse(token, status) {
      refused.set(noteSecret(token), status);
    },
    become(next) {
      state = next;
      for (const answer of held.splice(0)) answer();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** RFC 6749 §2.3.1: both parts form-encoded before they are joined. */
function basicCredentials(): string {
  const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(client.id)}:${encode(client.secret)}`).toString('base64')}`;
}
