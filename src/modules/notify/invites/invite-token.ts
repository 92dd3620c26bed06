import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The content of an invite link's token. */
export interface InviteToken {
  readonly inviteId: string;
  readonly issuedAt: Date;
}

/** Derives a separate key, because the same secret verifies the admin's JWTs (RFC 5869 §3.2). */
const keyPurpose = 'notify organisation invite token';
const idBytes = 16;
const timeBytes = 6;
const payloadBytes = idBytes + timeBytes;
const signatureBytes = 32;

/** Returns a token: id, time in milliseconds and their HMAC-SHA256, in 72 characters of base64url. */
export function writeInviteToken(token: InviteToken, secret: string): string {
  const payload = Buffer.alloc(payloadBytes);
  payload.write(token.inviteId.replaceAll('-', ''), 'hex');
  payload.writeUIntBE(token.issuedAt.getTime(), idBytes, timeBytes);
  return Buffer.concat([payload, sign(payload, secret)]).toString('base64url');
}

/** Returns the content of a token signed with one of the secrets, of any age; null for any other text. */
export function readInviteToken(text: string, secrets: readonly string[]): InviteToken | null {
  const bytes = Buffer.from(text, 'base64url');
  // Buffer.from skips characters that are not base64url; a link with added characters must be rejected.
  if (bytes.length !== payloadBytes + signatureBytes || bytes.toString('base64url') !== text) return null;
  const payload = bytes.subarray(0, payloadBytes);
  const signature = bytes.subarray(payloadBytes);
  if (!secrets.some((secret) => timingSafeEqual(sign(payload, secret), signature))) return null;
  return {
    inviteId: toUuid(payload.subarray(0, idBytes)),
    issuedAt: new Date(payload.readUIntBE(idBytes, timeBytes)),
  };
}

function sign(payload: Buffer, secret: string): Buffer {
  const key = hkdfSync('sha256', secret, '', keyPurpose, signatureBytes);
  return createHmac('sha256', Buffer.from(key)).update(payload).digest();
}

function toUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
