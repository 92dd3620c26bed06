import { connect } from 'node:net';
import type { Answer } from './answer.js';
import { noteErrorBody } from './evidence.js';

/** A request to the byte: header lines in order, repeated and empty ones included, and none but these and Host. */
export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Sent with its Content-Length, unless the headers say Transfer-Encoding. */
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
 * Sends text, HTTP or not, and reads the last answer before the service closes the connection.
 * @param behind sent on the same connection once something was answered
 */
export function sendText(origin: string, text: string, behind?: string): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.on('data', (bytes) => received.push(bytes));
    if (behind !== undefined) socket.once('data', () => socket.write(behind));
    // A service that answers early may cut the rest of the request off; what it answered counts all the same.
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

/** Answers to pipelined requests stand one behind the other, each as long as its Content-Length says. */
function parseAnswers(text: string): Answer[] {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return [];
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers(lines.map((line) => parseHeader(line)));
  const rest = text.slice(end + 4);
  const length = Number(headers.get('content-length') ?? rest.length);
  const body = rest.slice(0, length);
  const isJson = headers.get('content-type')?.startsWith('application/json') === true && body !== '';
  const answer = {
    status: Number(statusLine.split(' ')[1]),
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
