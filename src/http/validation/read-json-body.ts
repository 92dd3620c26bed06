import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, Invalid } from '../errors/problem.js';
import { tooManyBodies, type UnfinishedBodies } from '../overload/unfinished-bodies.js';

const maxBodyBytes = 1_048_576;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads and parses the body of a request; returns undefined for an empty body.
 * @throws BodyTooLarge above 1 MiB, Overloaded above the limit of unfinished bodies, Invalid for a body that is not UTF-8 or not JSON
 */
export async function readJsonBody(request: IncomingMessage, bodies: UnfinishedBodies): Promise<unknown> {
  const bytes = await readBytes(request, bodies);
  if (bytes.length === 0) return undefined;
  return parseJson(bytes);
}

/** Reads a too large body to its end and discards it: a client that is disconnected in mid-upload sees no response. */
function readBytes(request: IncomingMessage, bodies: UnfinishedBodies): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Created only on failure, because an Error records its stack.
    const refuse = (): void => {
      reject(new BodyTooLarge(maxBodyBytes));
    };
    const chunks: Buffer[] = [];
    let size = 0;
    let held = 0;
    let isDiscarded = false;
    const discard = (): void => {
      chunks.length = 0;
      bodies.release(held);
      held = 0;
    };
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) {
      isDiscarded = true;
      refuse();
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (isDiscarded) return;
      if (size <= maxBodyBytes && bodies.hold(chunk.length)) {
        held += chunk.length;
        chunks.push(chunk);
        return;
      }
      isDiscarded = true;
      discard();
      if (size > maxBodyBytes) refuse();
      else reject(tooManyBodies());
    });
    let isComplete = false;
    request.once('end', () => {
      isComplete = true;
      resolve(Buffer.concat(chunks));
      discard();
    });
    request.once('close', () => {
      discard();
      if (!isComplete) reject(new Invalid(['The body did not arrive whole. Send the request again.']));
    });
  });
}

function parseJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Invalid(['The body is not valid UTF-8. Encode the JSON text in UTF-8.']);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Invalid([notJson(text, error)]);
  }
}

/** Names the place of the fault where V8 does, and quotes nothing of the body, which may hold secrets. */
function notJson(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? NaN);
  if (message.includes('end of JSON input') || position === text.length)
    return 'The body is not valid JSON: it ends too early. Send the whole object.';
  if (Number.isNaN(position))
    return 'The body is not valid JSON. Check its quotes, commas and brackets: {"Name": "value", …}.';
  const lines = text.slice(0, position).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
  return `The body is not valid JSON at ${place}. Check the quotes, commas and brackets there.`;
}
