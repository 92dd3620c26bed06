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
  /** `silent` leaves requests unanswered from now on; `well` answers new requests. */
  become(state: 'well' | 'silent'): void;
  close(): Promise<void>;
}

const client = { id: 'directory', secret: 's3cret:with %' };

export async function startIntrospectionServer(): Promise<IntrospectionServer> {
  const known = new Map<string, Readonly<Record<string, unknown>>>();
  let requests = 0;
  let state: 'well' | 'silent' = 'well';
  const server = createServer((request, response) => {
    requests += 1;
    if (state === 'silent') return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const isClient = request.headers.authorization === basicCredentials();
      response.statusCode = request.method === 'POST' && isClient ? 200 : 401;
      const token = new URLSearchParams(Buffer.concat(chunks).toString()).get('token') ?? '';
      response.end(JSON.stringify(known.get(token) ?? { active: false }));
    });
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
    become(next) {
      state = next;
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
