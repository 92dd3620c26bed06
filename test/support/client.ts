import type { JWTPayload } from 'jose';
import type { Answer } from './answer.js';
import { noteErrorBody, noteSecret } from './evidence.js';
import { AnswerValidator } from './openapi.js';

/** The claims of an access token that identify its bearer. */
export type Identity = JWTPayload & Record<string, unknown>;

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
}

const directoryDocument = new AnswerValidator('directory');

/** A client of the API over real HTTP. Checks every response against the OpenAPI document. */
export class Client {
  constructor(
    private readonly origin: string,
    private readonly token: (() => Promise<string>) | null,
    private readonly documented: AnswerValidator = directoryDocument,
  ) {}

  get(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.send('GET', path, options);
  }

  put(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.send('PUT', path, { ...options, body });
  }

  post(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.send('POST', path, { ...options, body });
  }

  delete(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.send('DELETE', path, options);
  }

  async send(method: string, path: string, { headers = {}, body }: RequestOptions = {}): Promise<Answer> {
    const authorization = this.token === null ? {} : bearer(await this.token());
    const contentType = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: { ...authorization, ...contentType, ...headers },
      body: asSent(body),
    });
    const answer = await read(response);
    noteErrorBody(answer);
    this.documented.check(method, path, answer);
    return answer;
  }
}

function bearer(token: string): { authorization: string } {
  noteSecret(token);
  return { authorization: `Bearer ${token}` };
}

function asSent(body: unknown): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined) return null;
  return typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
    text,
  };
}
