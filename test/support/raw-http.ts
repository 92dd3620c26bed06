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
  const status = Number(statusLine.split(' ')[1]);
  // An interim answer is a head alone.
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

/** Everything that a service answered on one connection, and whether it then closed it of its own accord. */
export interface Exchange {
  readonly answers: readonly Answer[];
  readonly isClosed: boolean;
}

/** Silence on a connection after which its client expects no more data. */
const silenceMs = 400;
/** Maximum time until the service begins to respond: a safety net. */
const patienceMs = 100_000;

/** Sends bytes, HTTP or not, and reads every answer that comes of them. */
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
