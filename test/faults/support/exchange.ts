import { type Agent, type IncomingMessage, request as httpRequest } from 'node:http';

/** A request for a change of the directory, identified by its interaction id. */
export interface Change {
  readonly marker: string;
  readonly method: 'PUT' | 'PATCH' | 'POST';
  readonly organisationId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Outcome of a request as its client sees it. */
export interface Reply {
  /** Null without a complete response. */
  readonly status: number | null;
  readonly interactionId: string | undefined;
  readonly text: string;
  /** False when the connection was refused. */
  readonly wasSent: boolean;
}

/** Client timeout, longer than any response takes. */
const limitMs = 40_000;

/** Sends a change on the agent's keep-alive connection. Never throws. */
export function exchange(agent: Agent, origin: string, token: string, change: Change): Promise<Reply> {
  const { method, organisationId, marker, body } = change;
  const path = method === 'POST' ? '/organisations' : `/organisations/${organisationId}`;
  const text = JSON.stringify(body);
  return new Promise((resolve) => {
    const unanswered = (error: NodeJS.ErrnoException): void => {
      resolve({ status: null, interactionId: undefined, text: '', wasSent: error.code !== 'ECONNREFUSED' });
    };
    const request = httpRequest(
      `${origin}${path}`,
      {
        agent,
        method,
        signal: AbortSignal.timeout(limitMs),
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'x-fapi-interaction-id': marker,
        },
      },
      (answer) => {
        readAnswer(answer).then(resolve, unanswered);
      },
    );
    request.on('error', unanswered);
    request.end(text);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    status: answer.statusCode ?? null,
    interactionId: answer.headers['x-fapi-interaction-id']?.toString(),
    text: Buffer.concat(chunks).toString('utf8'),
    wasSent: true,
  };
}
