import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import type { Answer } from './answer.js';

const folder = join(__dirname, '..', 'fixtures', 'tls');

/** Path of a fixture; `name` includes the extension. */
export const tlsFile = (name: string): string => join(folder, name);

export const authority = readFileSync(tlsFile('authority.pem'));

/** The certificate and key of a client, as options of Node's TLS. */
export function clientPair(name: 'client' | 'other-client' | 'foreign-client'): {
  cert: Buffer;
  key: Buffer;
} {
  return { cert: readFileSync(tlsFile(`${name}.pem`)), key: readFileSync(tlsFile(`${name}.key`)) };
}

/** Sends GET /organisations over HTTPS on a new connection. */
export async function getOverTls(origin: string, options: RequestOptions = {}): Promise<Answer> {
  const sent = request(`${origin}/organisations`, { ca: authority, agent: false, ...options });
  sent.end();
  const [received] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  received.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(received, 'end');
  const text = Buffer.concat(chunks).toString();
  return {
    status: received.statusCode ?? 0,
    headers: new Headers(received.headers as Record<string, string>),
    body: JSON.parse(text) as unknown,
    text,
  };
}
