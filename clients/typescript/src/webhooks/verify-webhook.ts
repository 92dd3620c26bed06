import type { WebhookMessage } from './webhook-message.js';

/** The headers of a request: `Headers`, or the object of Node's `IncomingMessage`. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The message must not be processed: the signature, the time or the headers are wrong. Answer 400. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

/** Maximum seconds between the message's timestamp and now, in both directions (Standard Webhooks). */
const toleranceSeconds = 300;
const prefix = 'whsec_';

/**
 * Checks the signature of a delivery by Standard Webhooks 1.0 and returns its message.
 * @param body the bytes of the request as they arrived, not JSON that was parsed and written again
 * @param secrets the webhook's secret (`whsec_…`); while you replace it, the new and the former one
 * @param now milliseconds since 1970
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  headers: WebhookHeaders,
  body: string | Uint8Array,
  secrets: string | readonly string[],
  now = Date.now(),
): Promise<WebhookMessage> {
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = signaturesOf(headerOf(headers, 'webhook-signature'));
  checkTimestamp(timestamp, now);
  const signed = signedBytes(`${id}.${timestamp}.`, body);
  for (const secret of [secrets].flat()) {
    if (await isSignedBy(await importSecret(secret), signatures, signed)) return parse(body);
  }
  throw new WebhookVerificationError('No signature of webhook-signature is right for this body and secret.');
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : valueIn(headers, name);
  if (value === null || value === '') throw new WebhookVerificationError(`The header ${name} is missing.`);
  return value;
}

function valueIn(headers: Exclude<WebhookHeaders, Headers>, name: string): string | null {
  const key = Object.keys(headers).find((each) => each.toLowerCase() === name);
  const value = key === undefined ? undefined : headers[key];
  return typeof value === 'string' ? value : null;
}

/** Returns the `v1` signatures; a secret that is being replaced makes two of them. */
function signaturesOf(header: string): Uint8Array<ArrayBuffer>[] {
  return header
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .flatMap((each) => fromBase64(each.slice('v1,'.length)) ?? []);
}

function checkTimestamp(timestamp: string, now: number): void {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (Number.isNaN(seconds))
    throw new WebhookVerificationError('webhook-timestamp must be seconds since 1970.');
  const age = Math.floor(now / 1_000) - seconds;
  if (Math.abs(age) > toleranceSeconds)
    throw new WebhookVerificationError(
      `webhook-timestamp is ${Math.abs(age)} seconds ${age > 0 ? 'old' : 'in the future'}; at most ${toleranceSeconds} are accepted.`,
    );
}

function signedBytes(start: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(start);
  const tail = typeof body === 'string' ? encoder.encode(body) : body;
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

async function importSecret(secret: string) {
  const key = secret.startsWith(prefix) ? fromBase64(secret.slice(prefix.length)) : null;
  if (key === null || key.length === 0) throw new Error('The secret of a webhook is whsec_ and base64.');
  return crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** `crypto.subtle.verify` compares in constant time. */
async function isSignedBy(
  key: Awaited<ReturnType<typeof importSecret>>,
  signatures: readonly Uint8Array<ArrayBuffer>[],
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const results = await Promise.all(
    signatures.map((signature) => crypto.subtle.verify('HMAC', key, signature, signed)),
  );
  return results.includes(true);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function parse(body: string | Uint8Array): WebhookMessage {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  try {
    return JSON.parse(text) as WebhookMessage;
  } catch (cause) {
    throw new WebhookVerificationError('The body is signed, but is not JSON.', { cause });
  }
}
