import { SignJWT } from 'jose';
import { developmentAdminSecret, developmentApiKey } from '../../src/config/notify-config.js';
import type { Answer } from './answer.js';
import { Client, type RequestOptions } from './client.js';
import { noteSecret } from './evidence.js';
import { AnswerValidator } from './openapi.js';

const notifyDocument = new AnswerValidator('notify');

/** A client of the Notify API. Checks that every JSON response has its keys in alphabetical order, at every depth. */
export class NotifyClient extends Client {
  constructor(origin: string, token: (() => Promise<string>) | null = apiKey) {
    super(origin, token, notifyDocument);
  }

  override async send(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const answer = await super.send(method, path, options);
    if (typeof answer.body === 'object') expectSortedKeys(answer.body, `${method} ${path}`);
    return answer;
  }
}

/** The default API key. */
const apiKey = (): Promise<string> => Promise.resolve(developmentApiKey);

/** Returns a JWT as the admin client makes one for each call. */
export async function adminToken(
  claims: Record<string, unknown> = {},
  secret = developmentAdminSecret,
): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000);
  noteSecret(secret);
  const token = await new SignJWT({ iss: 'notify-admin', iat, ...claims })
    .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
  return noteSecret(token);
}

function expectSortedKeys(value: unknown, where: string): void {
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value);
  if (!Array.isArray(value) && keys.join() !== [...keys].sort().join())
    throw new Error(`${where} has keys out of order: ${keys.join()}`);
  for (const each of Object.values(value)) expectSortedKeys(each, where);
}
