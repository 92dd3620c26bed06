import { once } from 'node:events';
import { Agent as HttpAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { Fetch } from '../http/options.js';

/** The client's certificate and key, and the authorities that the server's certificate is checked with. */
export interface TlsCredentials {
  /** PEM; without a certificate only `ca` has an effect. */
  readonly cert?: string | Buffer;
  /** PEM. */
  readonly key?: string | Buffer;
  /** PEM; default: the authorities of Node.js. */
  readonly ca?: string | Buffer;
}

/** Returns a `fetch` that presents a client certificate, which Node's own can't. It follows no redirects. */
export function mutualTlsFetch(credentials: TlsCredentials): Fetch {
  const secure = new Agent({ ...credentials, keepAlive: true });
  const plain = new HttpAgent({ keepAlive: true });
  return async (input, init) => {
    const sent = new Request(input, init);
    const headers = Object.fromEntries(sent.headers.entries());
    const body = sent.body === null ? undefined : Buffer.from(await sent.arrayBuffer());
    const options = { method: sent.method, headers, signal: sent.signal };
    const outgoing = sent.url.startsWith('https:')
      ? request(sent.url, { ...options, agent: secure })
      : plainRequest(sent.url, { ...options, agent: plain });
    // An abort while the body arrives is an error of the request too; the reader of the body gets it.
    outgoing.on('error', () => undefined).end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return toResponse(incoming);
  };
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct))
    for (const each of value ?? []) headers.append(name, each);
  const { statusCode: status = 0 } = incoming;
  if ([204, 205, 304].includes(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(incoming) as NodeReadableStream<Uint8Array<ArrayBuffer>>, {
    status,
    headers,
  });
}
