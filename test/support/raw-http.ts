import { connect } from 'node:net';
import type { Answer } from './answer.js';
import { noteErrorBody } from './evidence.js';

/** A request specified to the byte: header lines in order, possibly repeated or empty, and Host only in addition. */
export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Sent with its Content-Length unless the headers contain Transfer-Encoding. */
  readonly body?: string;
}

/** Sends a request that no ordinary client would send. */
export function sendRequest(origin: string, request: RawRequest): Promise<Answer> {
  const { method = 'GET', target = '/organisations', headers = [], body } = request;
  const isChunked = headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  const length = body === undefined || isChunked ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...length,
  ];
  return sendText(origin, `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/**
 * Sends text, HTTP or not, and returns the last response before the service closes the connection.
 * @param behind sent on the same connection after the first response
 */
export function sendText(origin: string, text: string, behind?: string): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.on('data', (bytes) => received.push(bytes));
    if (behind !== undefined) socket.once('data', () => socket.write(behind));
    // A service that responds early may reset the connection; its response is still valid.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const answers = parseAnswers(Buffer.concat(received).toString('utf8'));
      const last = answers.at(-1);
      if (last === undefined) reject(new Error('the connection was closed without an answer'));
      else resolve(noteErrorBody(last));
    });
    socket.write(text);
  });
}

/** Splits pipelined responses by their Content-Length. */
function parseAnswers(text: string): Answer[] {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return [];
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers(lines.map((line) => parseHeader(line)));
  const rest = text.slice(end + 4);
  const status = Number(statusLine.split(' ')[1]);
  // An interim response has only a head.
  const length = status < 200 ? 0 : Number(headers.get('content-length') ?? rest.length);
  const body = rest.slice(0, length);
  const isJson = headers.get('content-type')?.startsWith('application/json') === true && body !== '';
  const answer = {
    status,
    headers,
    body: isJson ? (JSON.parse(body) as unknown) : body,
    text: body,
  };
  return [answer, ...parseAnswers(rest.slice(length))];
}

function parseHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** All bytes that a service sent on one connection, and whether the service closed it. */
export interface Exchange {
  readonly answers: readonly Answer[];
  readonly isClosed: boolean;
}

/** Time without data after which the client expects no more. */
const silenceMs = 400;
/** Maximum time until the response begins: a safety net. */
const patienceMs = 100_000;

/** Sends bytes, HTTP or not, and returns every response. */
export function exchange(origin: string, bytes: string | Uint8Array): Promise<Exchange> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    let isClosed = true;
    const socket = connect(Number(port), hostname);
    const giveUp = (): void => {
      isClosed = false;
      socket.destroy();
    };
    let timer = setTimeout(giveUp, patienceMs);
    socket.on('data', (chunk) => {
      received.push(chunk);
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ answers: parseAnswers(Buffer.concat(received).toString('latin1')), isClosed });
    });
    socket.write(bytes);
  });
}
