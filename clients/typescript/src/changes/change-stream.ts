import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { ConnectionError, DirectoryError } from '../errors.js';
import { Deadline } from '../http/deadline.js';
import type { Transport } from '../http/transport.js';
import { type CallOptions, initOf } from '../resources/calls.js';
import type { ChangeEntry } from './change-entry.js';

/** There is no stream here, or something on the way holds it back. */
export class StreamUnavailableError extends Error {
  override readonly name = 'StreamUnavailableError';
}

/** An event of the stream. */
interface StreamedChange {
  /** The place after the entry. */
  readonly id: string;
  readonly entry: ChangeEntry;
}

/** The directory sends a comment every 15 s. A stream that is silent for longer than this is lost. */
const maxSilenceMs = 45_000;

/**
 * Yields the changes after a place until the stream ends, as it does at the end of the token.
 * @param url the feed
 * @throws StreamUnavailableError, ConnectionError if the connection is lost
 */
export async function* readStream(
  transport: Transport,
  url: URL,
  after: string,
  options: CallOptions,
): AsyncGenerator<StreamedChange, void> {
  const { headers, signal } = initOf(options);
  const silence = new Deadline(signal ?? undefined, maxSilenceMs);
  try {
    const all = new Headers({ ...headers, accept: 'text/event-stream', 'last-event-id': after });
    const response = await open(transport, url, all, silence.signal);
    for await (const text of textOf(response, silence)) yield* text;
  } catch (error) {
    if (signal?.aborted === true || error instanceof StreamUnavailableError) throw error;
    if (silence.signal.aborted) throw new StreamUnavailableError('The stream was silent.', { cause: error });
    if (error instanceof DirectoryError) throw error;
    throw new ConnectionError(
      'The stream of changes broke off.',
      headers['x-fapi-interaction-id'] ?? 'unknown',
      { cause: error },
    );
  } finally {
    silence.release();
  }
}

async function open(
  transport: Transport,
  url: URL,
  headers: Headers,
  signal: AbortSignal,
): Promise<Response> {
  const send = transport.send({ method: 'GET', url, headers, signal, isStream: true });
  const response = await send.catch((error: unknown) => {
    if (error instanceof DirectoryError && error.status === 406)
      throw new StreamUnavailableError('The directory offers no stream of changes.', { cause: error });
    throw error;
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) return response;
  await response.body?.cancel();
  throw new StreamUnavailableError('The answer is not a stream of events.');
}

/** Yields the changes of each chunk. The limit of silence holds only while the next chunk is waited for. */
async function* textOf(response: Response, silence: Deadline): AsyncGenerator<StreamedChange[], void> {
  let events: EventSourceMessage[] = [];
  const parser = createParser({
    onEvent: (event) => {
      events.push(event);
    },
  });
  const decoder = new TextDecoder();
  const body: ReadableStream<Uint8Array<ArrayBuffer>> | null = response.body;
  const reader = body?.getReader();
  try {
    for (;;) {
      silence.restart();
      const chunk = await reader?.read();
      silence.stopTimer();
      if (chunk === undefined || chunk.done) return;
      parser.feed(decoder.decode(chunk.value, { stream: true }));
      yield events.flatMap(changeIn);
      events = [];
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

function changeIn({ id, event, data }: EventSourceMessage): StreamedChange[] {
  if (event !== 'change' || id === undefined) return [];
  return [{ id, entry: JSON.parse(data) as ChangeEntry }];
}
