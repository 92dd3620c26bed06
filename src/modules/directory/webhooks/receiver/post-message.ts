import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressGuard } from './address-guard.js';
import { SendFailure } from './send-failure.js';

/** Time limit of the whole exchange: name server, connection, request and answer. */
const limitMs = 10_000;

/** A request to a receiver. */
interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Bytes of the answer that are read; the rest is left unread. */
  readonly maxAnswerBytes: number;
}

/** The answer of a receiver, redirects and errors included. */
export interface ReceiverAnswer {
  readonly status: number;
  /** The header as received; null without one. */
  readonly retryAfter: string | null;
  /** The begin of the body. */
  readonly body: string;
  /** False if the body is longer than what was read, or came too slowly. */
  readonly isWhole: boolean;
}

/**
 * Sends one POST to a checked address and returns the answer. Redirects are not followed, and the connection is closed.
 * @throws SendFailure if there is no answer within 10 seconds, or the address is not allowed
 */
export async function postMessage(
  post: Post,
  guard: AddressGuard,
  timeoutMs = limitMs,
): Promise<ReceiverAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const addresses = await before(signal, guard.addressesOf(post.url));
    return await exchange(post, addresses, signal);
  } catch (error) {
    if (signal.aborted)
      throw new SendFailure(`The receiver did not answer within ${timeoutMs / 1_000} seconds.`);
    throw error instanceof SendFailure ? error : new SendFailure(failureOf(error), { cause: error });
  }
}

/** Rejects when the signal fires first. */
async function before<Result>(signal: AbortSignal, result: Promise<Result>): Promise<Result> {
  return Promise.race([
    result,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('the time is over'));
      });
    }),
  ]);
}

function exchange(
  { url, headers, body, maxAnswerBytes }: Post,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<ReceiverAnswer> {
  const options: RequestOptions = {
    method: 'POST',
    // Without an agent, because a kept connection would outlive the check of its address.
    agent: false,
    lookup: lookupOf(addresses),
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
    // After the answer has begun, an error only cuts its body short.
    let hasAnswer = false;
    const fail = (error: Error): void => {
      if (!hasAnswer) reject(error);
    };
    request.on('error', fail);
    // An answer that asks for another protocol ends the connection without an error.
    request.on('close', () => {
      fail(new Error('the connection was closed'));
    });
    request.on('response', (response) => {
      hasAnswer = true;
      void readAnswer(response, maxAnswerBytes).then((answer) => {
        resolve(answer);
        request.destroy();
      });
    });
    request.end(body);
  });
}

/** A look-up that knows only the checked addresses. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, { all }, callback) => {
    const [first] = found;
    if (all === true) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** Reads up to a number of bytes. Resolves also if the rest fails or comes too late: the status is known. */
async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<ReceiverAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  let isWhole = false;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) break;
    }
    isWhole = response.complete && length <= maxBytes;
  } catch {
    // The status is the answer; the body is only shown.
  }
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'] ?? null,
    body: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'),
    isWhole,
  };
}

function failureOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `The connection to the receiver failed${code}.`;
}
