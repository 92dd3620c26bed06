import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, Invalid } from '../errors/problem.js';

/** The largest body that is read, in bytes as sent. */
const maxBodyBytes = 1_048_576;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads and parses the body of a request. Empty bodies come out as undefined.
 * @throws BodyTooLarge over 1 MiB, Invalid for what is not UTF-8 or not JSON
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  return parseJson(bytes);
}

/** A body that is too large is read to its end and thrown away: closing on a client in mid-upload loses the answer. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // A problem records where it came up, which takes time: only where there is one.
    const refuse = (): void => {
      reject(new BodyTooLarge(maxBodyBytes));
    };
    const chunks: Buffer[] = [];
    let size = 0;
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) refuse();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        refuse();
      }
    });
    let isWhole = false;
    request.once('end', () => {
      isWhole = true;
      resolve(Buffer.concat(chunks));
    });
    request.once('close', () => {
      if (!isWhole) reject(new Invalid(['The body did not arrive whole.']));
    });
  });
}

function parseJson(bytes: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Invalid(['The body is not valid UTF-8.']);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Invalid(['The body is not valid JSON.']);
  }
}
