import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { ifNoneMatchNames } from '../caching/entity-tag.js';

/** Text that is read from a snapshot of the database while the client takes it. */
export interface StreamedText {
  /** Parts of the text, read one ahead at most. */
  readonly chunks: AsyncGenerator<string>;
  /** Gives the snapshot back, whether or not the chunks were taken. May be called again; never throws. */
  close(): Promise<void>;
}

/** Node closes the connection of a client that reads nothing for this long, because it holds a database connection. */
const stallTimeoutMs = 30_000;

/** Returns the chunks, the first of which has been read: a failure before the first byte is still an error response. */
export async function begun(chunks: AsyncGenerator<string>): Promise<AsyncGenerator<string>> {
  const first = await chunks.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* chunks;
  })();
}

/** Returns false if the response to this request has no body: HEAD, or a tag that the client has. */
export function isBodyRead({ method, headers }: FastifyRequest, entityTag: string): boolean {
  return method === 'GET' && !ifNoneMatchNames(headers['if-none-match'] ?? '', entityTag);
}

/** Returns the text as a stream with back-pressure; the connection of a client that stops reading is closed. */
export function toStream(text: StreamedText, socket: Socket): Readable {
  socket.setTimeout(stallTimeoutMs);
  // 'close' is also emitted for a stream that nobody reads; the generator's own `finally` is not reached then.
  return Readable.from(text.chunks, { objectMode: false }).once('close', () => void text.close());
}
